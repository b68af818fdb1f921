package dev.caravan.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openqa.selenium.Keys;

/** What somebody does who opens the page of a running Caravan. */
@EnabledIf(value = "dev.caravan.page.Browser#isInstalled", disabledReason = "Chromium is not installed")
class PageIT {
    private static Browser browser;

    @TempDir
    private Path temp;

    private S3Server s3;
    private Sync sync;

    @BeforeAll
    static void openBrowser() {
        browser = Browser.open();
    }

    @AfterAll
    static void closeBrowser() {
        browser.close();
    }

    @BeforeEach
    void open() {
        s3 = S3Server.start();
        sync = Sync.of(s3, temp.resolve("folder"))
                .impatient()
                .set("interval", "100ms")
                .set("settle", "1ms");
        browser.resize(1280, 900);
        browser.scheme("light");
    }

    @AfterEach
    void close() {
        sync.close();
        s3.close();
        assertThat(browser.complaints())
                .filteredOn(text -> !text.contains("ERR_CONNECTION") && !text.contains("ERR_INCOMPLETE"))
                .isEmpty();
    }

    private void openPage() {
        browser.go(sync.command("page").trim());
        browser.awaitText("live");
    }

    /** Somebody empties the folder: the page shows it, and one click restores everything. */
    @Test
    void anIncidentIsSettled() throws Exception {
        for (int i = 0; i < 10; i++) {
            sync.write("f" + i, "content " + i);
        }
        sync.start();
        openPage();
        browser.awaitText("in step for");
        for (int i = 0; i < 10; i++) {
            sync.delete("f" + i);
        }
        browser.awaitText("not in step: 10 deletions held");
        browser.clickTab("held");
        browser.awaitText("the folder has become empty");
        browser.click("//input[@id='all']");
        browser.clickButton("Reject: restore them");
        browser.awaitText("10 deletions rejected");
        sync.await(() -> sync.files().size() == 10);
        browser.awaitText("in step for");
        browser.awaitText("No deletion is held.");
        assertThat(s3.keys()).hasSize(10);
        browser.clickTab("activity");
        browser.awaitText("downloaded f3");
    }

    @Test
    void oneDeletionIsApprovedAndTheOthersAreNot() throws Exception {
        for (int i = 0; i < 12; i++) {
            sync.write("f" + i, "content " + i);
        }
        sync.start();
        for (int i = 0; i < 12; i++) {
            sync.delete("f" + i);
        }
        openPage();
        browser.clickTab("held");
        browser.click("//input[@aria-label='f3']");
        browser.clickButton("Approve: delete them");
        browser.awaitText("1 deletion approved");
        sync.await(() -> !s3.keys().contains("p/f3"));
        assertThat(s3.keys()).hasSize(11);
    }

    @Test
    void aConflictIsSettled() throws Exception {
        sync.write("a.txt", "first").once();
        sync.write("a.txt", "of the folder");
        Files.setLastModifiedTime(
                sync.path("a.txt"), FileTime.from(Instant.now().minusSeconds(60)));
        s3.put("p/a.txt", "of a colleague");
        sync.start();
        sync.await(() -> sync.files().size() == 2);
        openPage();
        browser.awaitText("1 conflict copy");
        browser.clickTab("conflicts");
        browser.awaitText("The copy");
        browser.click("//h3[.='The copy, from the folder']/..//button");
        browser.awaitText("holds what the copy held");
        sync.await(() -> sync.files().size() == 1 && sync.read("a.txt").equals("of the folder"));
        sync.await(() -> s3.content("p/a.txt").equals("of the folder"));
    }

    /** Of a file that is gone the copy is all there is: no button may trash it. */
    @Test
    void theOnlyVersionThatIsLeftStays() throws Exception {
        sync.write("a.txt", "first").write("b", "b").once();
        sync.write("a.txt", "of the folder");
        Files.setLastModifiedTime(
                sync.path("a.txt"), FileTime.from(Instant.now().minusSeconds(60)));
        s3.put("p/a.txt", "of a colleague");
        sync.once();
        String copy = sync.files().keySet().stream()
                .filter(name -> name.contains(".conflict-"))
                .findFirst()
                .orElseThrow();
        sync.delete("a.txt");
        sync.start();
        assertThat(sync.command("conflicts", copy, "--keep", "file")).contains("is the only version that is left");
        openPage();
        browser.clickTab("conflicts");
        browser.awaitText("is not there");
        assertThat(browser.find("//h3[.='The file']/..//button")).isEmpty();
        browser.clickButton("Keep both");
        browser.awaitText("Both stay");
        sync.await(() -> sync.files().keySet().stream().anyMatch(name -> name.startsWith("a.kept-")));
        assertThat(sync.files().values()).contains("of the folder");
    }

    @Test
    void trashIsRestoredAndAnUndoIsLookedAtFirst() throws Exception {
        sync.write("a", "a").write("b", "b").start();
        sync.await(() -> s3.keys().size() == 2);
        s3.delete("p/a");
        sync.await(() -> !Files.exists(sync.path("a")));
        openPage();
        browser.clickTab("trash");
        browser.clickButton("Preview");
        browser.awaitText("from trash");
        browser.awaitText("come back");
        browser.click("//input[@aria-label='a']");
        browser.clickButton("Restore");
        browser.awaitText("1 file brought back");
        sync.await(() -> sync.files().containsKey("a") && s3.keys().contains("p/a"));
        s3.delete("p/b");
        sync.await(() -> !Files.exists(sync.path("b")));
        browser.clickTab("trash");
        browser.clickButton("Preview");
        browser.clickButton("Bring them back");
        sync.await(() -> sync.files().containsKey("b"));
    }

    @Test
    void tellsWhatThePlanIsAndWhyAPathIsNotInStep() throws Exception {
        sync.write("a", "a").write("x.tmp", "hidden").start();
        openPage();
        browser.clickButton("Pause");
        browser.awaitText("paused");
        sync.write("b", "12345");
        browser.clickTab("plan");
        browser.clickButton("Plan");
        browser.awaitText("1 to upload (5 B)");
        browser.awaitText("by *.tmp");
        browser.type("why-path", "x.tmp");
        browser.clickButton("Why?");
        browser.awaitText("it is left alone on both sides");
        browser.clickTab("activity");
        browser.clickButton("Resume");
        sync.await(() -> s3.keys().contains("p/b"));
        browser.awaitText("uploaded b");
    }

    @Test
    void whatComesFromOutsideIsText() throws Exception {
        String evil = "<img src=x onerror=document.title='gone'>.txt";
        sync.write(evil, "a").write("b", "b").start();
        sync.await(() -> s3.keys().size() == 2);
        openPage();
        browser.awaitText("uploaded " + evil);
        s3.delete("p/" + evil);
        sync.await(() -> sync.files().size() == 1);
        browser.clickTab("trash");
        browser.awaitText(evil);
        assertThat(browser.find("//img[@src='x']")).isEmpty();
        assertThat(browser.run("return document.title")).isEqualTo("Caravan");
    }

    @Test
    void aLinkIsGoodForOneTime() throws Exception {
        sync.write("a", "a").start();
        String link = sync.command("page").trim();
        browser.go(link);
        browser.awaitText("live");
        assertThat(browser.address()).doesNotContain("token");
        browser.run("sessionStorage.clear()");
        browser.go(link);
        browser.awaitText("Print one with caravan page");
        assertThat(browser.text()).doesNotContain("in step");
        assertThat(browser.complaints()).anyMatch(text -> text.contains("status of 401"));
    }

    @Test
    void isUsedByKeyboard() throws Exception {
        sync.write("a", "a").start();
        openPage();
        browser.awaitText("uploaded a");
        browser.run("document.getElementById('tab-activity').focus()");
        browser.press(Keys.ARROW_RIGHT);
        browser.awaitText("No deletion is held.");
        browser.press(Keys.ARROW_LEFT);
        browser.awaitText("What happened");
        browser.run("document.getElementById('search').focus()");
        browser.press("nothing like it" + Keys.ENTER);
        browser.awaitText("No event of such a path is kept.");
    }

    @Test
    void saysWhenCaravanHasGone() throws Exception {
        sync.write("a", "a").start();
        openPage();
        sync.close();
        browser.awaitText("not reachable");
    }

    /** A process that was stopped by a signal looks dead, and alive when it goes on. */
    @Test
    void saysWhenCaravanHangs() throws Exception {
        Path program = Path.of("target/caravan/bin/caravan").toAbsolutePath();
        List<String> line = new ArrayList<>(List.of(program.toString(), "run"));
        line.addAll(List.of(sync.commandLine()));
        sync.write("a", "a");
        Process process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(temp.resolve("log").toFile())
                .start();
        try {
            sync.await(() -> s3.keys().size() == 1);
            openPage();
            new ProcessBuilder("kill", "-STOP", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            browser.awaitText("does not answer for");
            assertThat(sync.command("status")).contains("a Caravan has it open and does not answer");
            new ProcessBuilder("kill", "-CONT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            browser.awaitText("live");
        } finally {
            new ProcessBuilder("kill", "-CONT", String.valueOf(process.pid()))
                    .start()
                    .waitFor();
            process.destroy();
            process.waitFor();
        }
    }

    /** Nothing is cut off, each text can be read, and the pictures lie in target/page. */
    @ParameterizedTest
    @CsvSource({"400, light", "400, dark", "800, light", "800, dark", "1280, light", "1280, dark"})
    void fitsItsWidthAndCanBeRead(int width, String scheme) throws Exception {
        for (int i = 0; i < 12; i++) {
            sync.write(
                    "a directory with a long name/and a file with a longer one of the year 2026 " + i + ".jpg",
                    "c" + i);
        }
        sync.start();
        for (int i = 0; i < 12; i++) {
            sync.delete("a directory with a long name/and a file with a longer one of the year 2026 " + i + ".jpg");
        }
        browser.resize(width, 900);
        browser.scheme(scheme);
        openPage();
        browser.awaitText("held");
        for (String tab : List.of("activity", "held", "trash", "plan", "history")) {
            browser.clickTab(tab);
            browser.awaitText(
                    switch (tab) {
                        case "activity" -> "What happened";
                        case "held" -> "Reject: restore them";
                        case "trash" -> "Trash of the folder";
                        case "plan" -> "Why is a path not in step?";
                        default -> "Cost of requests";
                    });
            shoot(width, scheme, tab);
            assertThat(browser.run("return document.documentElement.scrollWidth <= innerWidth"))
                    .as("%s fits into %d", tab, width)
                    .isEqualTo(true);
            assertThat(browser.run(CONTRASTS))
                    .as("what can hardly be read in %s, %s", tab, scheme)
                    .isEqualTo("");
        }
    }

    private static void shoot(int width, String scheme, String tab) throws IOException {
        browser.screenshot(Path.of("target/page", tab + "-" + width + "-" + scheme + ".png"));
    }

    /** The texts whose contrast with what is behind them is less than WCAG AA asks for. */
    private static final String CONTRASTS = """
            const parts = color => color.match(/[\\d.]+/g).map(Number);
            const light = color => {
              const [r, g, b] = parts(color).map(v => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; });
              return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const behind = node => {
              for (; node; node = node.parentElement) {
                const color = getComputedStyle(node).backgroundColor;
                if ((parts(color)[3] ?? 1) > 0) return color;
              }
              return 'rgb(255, 255, 255)';
            };
            const bad = [];
            for (const node of document.querySelectorAll('body *')) {
              const own = [...node.childNodes].some(child => child.nodeType === 3 && child.textContent.trim());
              if (!own || !node.offsetParent || node.disabled || node.tagName === 'NOSCRIPT') continue;
              const [one, other] = [light(getComputedStyle(node).color), light(behind(node))];
              const ratio = (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
              if (ratio < 4.5) bad.push(node.tagName + ' ' + node.textContent.trim().slice(0, 30) + ' ' + ratio.toFixed(2));
            }
            return bad.join('; ');
            """;
}
