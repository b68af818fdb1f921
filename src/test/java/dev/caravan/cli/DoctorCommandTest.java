package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.testing.S3Server;
import dev.caravan.testing.Sync;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DoctorCommandTest {
    @TempDir
    Path temp;

    private S3Server s3;
    private Sync sync;

    @BeforeEach
    void start() {
        s3 = S3Server.start();
        sync = Sync.of(s3, temp.resolve("folder"));
    }

    @AfterEach
    void stop() {
        sync.close();
        s3.close();
    }

    @Test
    void saysHowAMountIs() throws Exception {
        assertThat(sync.command("doctor"))
                .contains("m\n", "folder     " + temp.resolve("folder") + ": readable and writable")
                .contains("running    no", "bucket     s3://bucket/p/: reachable", "index      none")
                .contains("versions ");
        sync.write("a", "a").write("b", "b");
        sync.once();
        s3.put("p/a", "other");
        sync.once();
        assertThat(sync.command("doctor")).contains("index      2 paths in step", "trash      1 B of 1 pass");
    }

    @Test
    void aPathBehindALinkIsNotInStep() throws Exception {
        sync.write("d/a", "a").write("b", "b");
        sync.once();
        Files.move(temp.resolve("folder/d"), temp.resolve("elsewhere"));
        Files.createSymbolicLink(temp.resolve("folder/d"), temp.resolve("elsewhere"));
        assertThat(sync.command("doctor")).contains("1 path in step, and 1 changed since the last pass");
    }

    @Test
    void saysWhatIsWrong() {
        sync.set("bucket", "missing").set("folder", temp.resolve("nowhere").toString());
        assertThat(sync.command("doctor"))
                .contains("is not a directory that can be read and written", "bucket 'missing' does not exist")
                .doesNotContain(S3Server.SECRET_KEY);
    }

    private void deny(String operation) {
        s3.faults().add((name, key) -> {
            if (name.equals(operation)) {
                throw S3Exceptions.fromStatusCode(403);
            }
        });
    }

    /** Policies that lack one action each: the action is named, the policy is printed, the exit code is 1. */
    @ParameterizedTest
    @CsvSource({
        "PUT, s3:PutObject, upload",
        "GET, s3:GetObject, upload",
        "GET, s3:GetObject, download",
        "DELETE, s3:DeleteObject, two-way",
        "CREATE, s3:PutObject, upload",
        "ABORT, s3:AbortMultipartUpload, upload"
    })
    void namesTheActionThatIsMissing(String operation, String action, String direction) {
        deny(operation);
        sync.set("direction", direction);
        assertThat(sync.command("doctor"))
                .contains("access     " + action + " is missing")
                .contains("policy     this is what the mount needs:")
                .contains("\"Resource\": \"arn:aws:s3:::bucket/p/*\"");
        assertThat(code("doctor")).isEqualTo(1);
    }

    @Test
    void namesTheListWhereThatIsMissing() {
        deny("LIST");
        assertThat(sync.command("doctor")).contains("access denied to bucket 'bucket'", "s3:ListBucket");
        assertThat(code("doctor")).isEqualTo(1);
    }

    @Test
    void leavesNothingBehind() {
        assertThat(sync.command("doctor"))
                .contains(
                        "s3:ListBucket, s3:PutObject, s3:GetObject, s3:AbortMultipartUpload, s3:DeleteObject: granted")
                .contains("honours conditions")
                .contains("clock ")
                .contains("space ")
                .doesNotContain("is missing");
        assertThat(code("doctor")).isZero();
        assertThat(s3.keys()).isEmpty();
    }

    @Test
    void writesNothingForADownloadNorWhereToldSo() {
        deny("PUT");
        sync.set("direction", "download");
        assertThat(code("doctor")).isZero();
        sync.set("direction", "upload");
        assertThat(code("doctor", "--no-probe")).isZero();
        assertThat(s3.faults().counted()).doesNotContainKey("CREATE");
    }

    @Test
    void saysWhatAStoreIgnores() {
        s3.faults().conditions("IGNORED");
        assertThat(sync.command("doctor")).contains("store      ignores conditions");
        assertThat(code("doctor")).isZero();
        sync.set("conditional-writes", "true");
        assertThat(sync.command("doctor")).contains("conditional-writes = true is wrong");
        assertThat(code("doctor")).isEqualTo(1);
    }

    @Test
    void printsThePolicyOfAMount() {
        assertThat(sync.set("direction", "download").command("doctor", "--policy"))
                .contains("s3:GetObject")
                .doesNotContain("s3:PutObject");
        assertThat(sync.set("direction", "upload").set("trash-prefix", ".trash").command("doctor", "--policy"))
                .contains("s3:PutObject", "arn:aws:s3:::bucket/.trash/*");
    }

    private int code(String... words) {
        String[] line = java.util.Arrays.copyOf(words, words.length + 1);
        System.arraycopy(words, 1, line, 2, words.length - 1);
        line[1] = "m";
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        return CaravanCommand.execute(nowhere, nowhere, sync.commandLine(line));
    }

    @Test
    void aMountThatNeverRanHasNothingToTell() {
        assertThat(sync.command("held")).contains("Mount 'm' has never been synchronized", "caravan run --mount m");
        assertThat(sync.command("undo", "--since", "yesterday"))
                .contains("'yesterday' is neither a duration, such as 2h, nor a time");
    }
}
