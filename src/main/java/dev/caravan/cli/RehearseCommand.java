package dev.caravan.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/**
 * {@code caravan rehearse}: one pass over a given folder with a store that is made up, so that {@code bin/caravan-archive}
 * can keep the classes that a start, an upload and a download load. Nothing leaves the machine.
 */
@Command(
        name = "rehearse",
        hidden = true,
        description = "Makes one pass with a store that is made up.",
        footer = {"", "Example: caravan rehearse"})
public final class RehearseCommand implements Callable<Integer> {
    private static final String LIST = """
            <?xml version="1.0"?>
            <ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>b</Name><EncodingType>url</EncodingType>
            %s<IsTruncated>false</IsTruncated></ListBucketResult>""";
    private static final String OBJECT = """
            <Contents><Key>object</Key><LastModified>2026-11-22T00:00:00.000Z</LastModified>
            <ETag>&quot;b80bb7740288fda1f201890375a60c8f&quot;</ETag><Size>2</Size></Contents>""";

    @Parameters(paramLabel = "FOLDER")
    private Path folder = Path.of(".");

    @Override
    public Integer call() throws IOException {
        Files.writeString(folder.resolve("file"), "file");
        HttpServer store = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        store.createContext("/", RehearseCommand::answer);
        store.start();
        try {
            Stream<String> settings = Stream.of(
                    "folder=" + folder.toAbsolutePath(),
                    "bucket=rehearsal",
                    "endpoint=http://127.0.0.1:" + store.getAddress().getPort(),
                    "direction=two-way",
                    "settle=1ms");
            List<String> line = Stream.concat(
                            Stream.of("run", "--once", "--config", "/dev/null"),
                            settings.flatMap(setting -> Stream.of("--set", "mounts.rehearsal." + setting)))
                    .toList();
            return CaravanCommand.execute(line.toArray(String[]::new));
        } finally {
            store.stop(0);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        boolean object = exchange.getRequestURI().getPath().endsWith("object");
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String md5 = exchange.getRequestHeaders().getFirst("Content-MD5");
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                exchange.getResponseHeaders()
                        .set(
                                "ETag",
                                "\""
                                        + HexFormat.of()
                                                .formatHex(Base64.getDecoder().decode(md5)) + "\"");
                send(exchange, 200, "");
            }
            case "GET" -> {
                exchange.getResponseHeaders().set("ETag", "\"b80bb7740288fda1f201890375a60c8f\"");
                String page = LIST.formatted(query.contains("marker=") ? "" : OBJECT);
                send(exchange, 200, object ? "id" : page);
            }
            default -> send(exchange, 404, "");
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
