package dev.caravan.sync.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
        server = ControlServer.start(List.of(), threads);
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
        "GET, /, 404",
        "GET, /api/v1/../../etc/passwd, 404",
        "GET, /api/v1/%2e%2e/status, 404",
        "GET, /api/v1/mounts/m/pause, 404",
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
