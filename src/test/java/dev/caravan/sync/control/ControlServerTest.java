package dev.caravan.sync.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.util.json.JsonObject;
import org.apache.camel.util.json.Jsoner;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asked by strangers, byte for byte. */
class ControlServerTest {
    @TempDir
    private Path temp;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private ControlServer server;
    private ControlFile file;

    @BeforeEach
    void start() throws IOException {
        server = ControlServer.start(List.of(), threads, Clock.systemUTC());
        server.announce(temp.resolve("control"), true);
        file = ControlFile.read(temp.resolve("control")).orElseThrow();
    }

    @AfterEach
    void stop() {
        server.close();
        threads.shutdownNow();
    }

    private String answer(String method, String path, String... headers) throws IOException {
        try (Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), file.port())) {
            String request = method + " " + path + " HTTP/1.1\r\n" + String.join("\r\n", headers)
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String host() {
        return "Host: 127.0.0.1:" + file.port();
    }

    private String token() {
        return "Authorization: Bearer " + file.token();
    }

    @Test
    void answersWhoeverHasTheToken() throws IOException {
        assertThat(answer("GET", "/api/v1/status", host(), token()))
                .startsWith("HTTP/1.1 200 ")
                .contains("\"mounts\":[]");
    }

    @Test
    void refusesWhoeverHasNone() throws IOException {
        assertThat(answer("GET", "/api/v1/status", host())).startsWith("HTTP/1.1 401 ");
        assertThat(answer("GET", "/api/v1/status", host(), token() + "0")).startsWith("HTTP/1.1 401 ");
        assertThat(answer("GET", "/api/v1/status?token=" + file.token(), host()))
                .startsWith("HTTP/1.1 401 ");
        assertThat(answer("POST", "/api/v1/mounts/m/pause", host())).startsWith("HTTP/1.1 401 ");
    }

    @Test
    void refusesAnotherNameOfThisMachineAndPagesOfOtherSites() throws IOException {
        assertThat(answer("GET", "/api/v1/status", "Host: attacker.example:" + file.port(), token()))
                .startsWith("HTTP/1.1 421 ");
        assertThat(answer("POST", "/api/v1/mounts/m/pause", host(), token(), "Origin: http://attacker.example"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(answer("GET", "/api/v1/status", host(), token(), "Origin: null"))
                .startsWith("HTTP/1.1 403 ");
        assertThat(answer("GET", "/api/v1/status", host(), token(), "Origin: http://127.0.0.1:" + file.port()))
                .startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /, 405",
        "GET, /page, 404",
        "GET, /page/index.html, 404",
        "GET, /../page.css, 404",
        "GET, /sql/index.sql, 404",
        "GET, /api/v1/../../etc/passwd, 404",
        "GET, /api/v1/%2e%2e/status, 404",
        "GET, /api/v1/mounts/m/pause, 405",
        "POST, /api/v1/mounts/m/pause, 404",
        "GET, /api/v1/mounts/m, 404",
        "GET, /api/v1/mounts/m/trash, 404",
        "GET, /api/v1/mounts/../../etc, 404",
        "GET, /api/v1/events?since=now, 400",
        "GET, /api/v1/events?since=%zz, 400",
        "POST, /api/v1/mounts/<script>/pause, 400",
        "POST, /api/v1/status, 405",
        "DELETE, /api/v1/status, 405"
    })
    void doesNothingElse(String method, String path, String status) throws IOException {
        assertThat(answer(method, path, host(), token()))
                .startsWith("HTTP/1.1 " + status + " ")
                .doesNotContain("root:");
    }

    @Test
    void answersBesideThoseWhoAskSlowly() throws IOException {
        List<Socket> slow = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), file.port());
            socket.getOutputStream().write("GET /api".getBytes(StandardCharsets.UTF_8));
            slow.add(socket);
        }
        assertThat(answer("GET", "/api/v1/status", host(), token())).startsWith("HTTP/1.1 200 ");
        for (Socket socket : slow) {
            socket.close();
        }
    }

    @Test
    void handsOutThePageToEverybodyAndNothingThatItShows() throws IOException {
        assertThat(answer("GET", "/", host()))
                .startsWith("HTTP/1.1 200 ")
                .contains("Content-security-policy: default-src 'none'; script-src 'self'")
                .contains("<title>Caravan</title>");
        assertThat(answer("GET", "/page.js", host())).contains("Content-type: text/javascript");
        assertThat(answer("GET", "/", "Host: attacker.example")).startsWith("HTTP/1.1 421 ");
        assertThat(answer("GET", "/", host(), "Origin: http://attacker.example"))
                .startsWith("HTTP/1.1 403 ");
    }

    @Test
    void aLinkIsGoodForOneSession() throws IOException {
        String once = field(answer("POST", "/api/v1/page-token", host(), token()), "token");
        String session = field(send("POST", "/api/v1/session", "{\"token\":\"" + once + "\"}", host()), "token");
        assertThat(answer("GET", "/api/v1/status", host(), "Authorization: Bearer " + session))
                .startsWith("HTTP/1.1 200 ");
        assertThat(answer("GET", "/api/v1/status", host(), "Authorization: Bearer " + once))
                .startsWith("HTTP/1.1 401 ");
        assertThat(send("POST", "/api/v1/session", "{\"token\":\"" + once + "\"}", host()))
                .startsWith("HTTP/1.1 401 ");
        assertThat(send("POST", "/api/v1/session", "{\"token\":\"" + file.token() + "\"}", host()))
                .startsWith("HTTP/1.1 401 ");
    }

    @Test
    void takesNoFormsAndNoBodiesOfAnySize() throws IOException {
        assertThat(send(
                        "POST",
                        "/api/v1/session",
                        "token=1",
                        host(),
                        "Content-Type: application/x-www-form-urlencoded"))
                .startsWith("HTTP/1.1 415 ");
        assertThat(send("POST", "/api/v1/session", "{\"token\":\"" + "x".repeat((1 << 20) + 100) + "\"}", host()))
                .startsWith("HTTP/1.1 413 ");
        assertThat(send("POST", "/api/v1/session", "[1, 2", host())).startsWith("HTTP/1.1 400 ");
    }

    private String send(String method, String path, String body, String... headers) throws IOException {
        String[] all = Arrays.copyOf(headers, headers.length + 1);
        all[headers.length] = "Content-Length: " + body.length() + "\r\nConnection: close\r\n\r\n" + body;
        return answer(method, path, all);
    }

    private static String field(String answer, String name) {
        Matcher field = Pattern.compile("\"" + name + "\":\"(\\w+)\"").matcher(answer);
        assertThat(field.find()).as(answer).isTrue();
        return field.group(1);
    }

    /** A program can rely on the document: it has each call, and each call has a row in the docs. */
    @Test
    void documentsEachCall() throws Exception {
        String answer = answer("GET", "/api/v1/openapi.json", host(), token());
        JsonObject document = (JsonObject) Jsoner.deserialize(answer.substring(answer.indexOf('{')));
        Set<String> documented = new TreeSet<>();
        document.<JsonObject>getMap("paths")
                .forEach((path, calls) -> ((JsonObject) calls)
                        .keySet()
                        .forEach(method -> documented.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        Set<String> real = server.calls().stream()
                .map(call -> call.method() + " /" + call.path())
                .collect(Collectors.toCollection(TreeSet::new));
        real.add("POST /session");
        assertThat(documented).isEqualTo(real);
        Set<String> rows = Pattern.compile("\\| `(GET|POST) /api/v1/([^`]+)`")
                .matcher(Files.readString(Path.of("docs/operations.md")))
                .results()
                .map(row -> row.group(1) + " /" + row.group(2).replace("<mount>", "{mount}"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(rows).isEqualTo(real);
    }

    @Test
    void answersAHeadWithoutABody() throws IOException {
        assertThat(answer("HEAD", "/api/v1/status", host()))
                .startsWith("HTTP/1.1 401 ")
                .endsWith("\r\n\r\n");
    }

    @Test
    void listensOnTheLoopbackAddressAlone() throws IOException {
        String tables = Files.readString(Path.of("/proc/net/tcp")) + Files.readString(Path.of("/proc/net/tcp6"));
        String port = String.format("%04X", file.port());
        assertThat(tables).contains("0100007F:" + port).doesNotContain("00000000:" + port);
    }

    @Test
    void takesAwayItsOwnFileAndNobodyElses() throws IOException {
        Path other = temp.resolve("other");
        server.announce(other, true);
        new ControlFile(1, "of another", 2).write(other);
        server.close();
        assertThat(temp.resolve("control")).doesNotExist();
        assertThat(other).exists();
    }
}
