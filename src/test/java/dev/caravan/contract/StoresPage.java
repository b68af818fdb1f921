package dev.caravan.contract;

import dev.caravan.mount.S3ClientKind;
import dev.caravan.mount.Secret;
import dev.caravan.mount.Store;
import dev.caravan.remote.StoreCases;
import dev.caravan.remote.client.Clients;
import dev.caravan.remote.client.PreparedPuts;
import dev.caravan.testing.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Writes docs/stores.md: what each store makes of what Caravan relies on. Arguments: {@code name=endpoint} of further stores. */
final class StoresPage {
    private StoresPage() {}

    public static void main(String[] stores) throws IOException {
        Map<String, Map<String, String>> all = new LinkedHashMap<>();
        Clients clients = new Clients(5, new PreparedPuts(), false);
        try (S3Server memory = S3Server.start()) {
            all.put("S3Proxy, our store in memory", cases(clients, memory));
        }
        Path directory = Files.createTempDirectory("stores");
        try (S3Server files = S3Server.start(new FilesystemNio2BlobStore(directory.toString()))) {
            all.put("S3Proxy, files", cases(clients, files));
        }
        for (String store : stores) {
            int equals = store.indexOf('=');
            URI endpoint = URI.create(store.substring(equals + 1));
            all.put(store.substring(0, equals), cases(client(clients, endpoint, "test", "test"), "caravan-stores"));
        }
        Files.writeString(Path.of("docs/stores.md"), page(all));
        System.exit(0);
    }

    private static Map<String, String> cases(Clients clients, S3Server server) {
        return cases(client(clients, server.endpoint(), S3Server.ACCESS_KEY, S3Server.SECRET_KEY), S3Server.BUCKET);
    }

    private static Map<String, String> cases(S3Client client, String bucket) {
        try {
            client.createBucket(create -> create.bucket(bucket));
        } catch (S3Exception e) {
            // it is there
        }
        return new StoreCases(client, bucket, "cases/").run();
    }

    /** Caravan's own. */
    private static S3Client client(Clients clients, URI endpoint, String access, String secret) {
        return clients.client(new Store(
                Optional.of("us-east-1"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(endpoint),
                Optional.empty(),
                Optional.of(access),
                Optional.of(new Secret(secret)),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                S3ClientKind.LEAN));
    }

    private static String page(Map<String, Map<String, String>> all) {
        StringBuilder page = new StringBuilder("""
                # Stores

                What stores make of the requests that Caravan relies on. Written by `bench/stores [NAME=ENDPOINT …]`; `caravan doctor
                MOUNT --store` tells the same of the store of a mount. Where a condition is not honoured, each write is preceded by a
                look at the object, which protects less: set `conditional-writes = false` to say so, or leave it to `auto`.

                """);
        page.append("| case | ").append(String.join(" | ", all.keySet())).append(" |\n");
        page.append("|---".repeat(all.size() + 1)).append("|\n");
        all.values().iterator().next().keySet().forEach(name -> {
            page.append("| ").append(name);
            all.values().forEach(outcomes -> page.append(" | ").append(outcomes.getOrDefault(name, "")));
            page.append(" |\n");
        });
        return page.toString();
    }
}
