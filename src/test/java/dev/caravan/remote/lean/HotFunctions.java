package dev.caravan.remote.lean;

import dev.caravan.index.Index;
import dev.caravan.mount.ConflictPolicy;
import dev.caravan.mount.Deletions;
import dev.caravan.mount.Direction;
import dev.caravan.mount.InitialDirection;
import dev.caravan.mount.InitialExtras;
import dev.caravan.mount.LocalVersion;
import dev.caravan.mount.Policy;
import dev.caravan.mount.RemoteVersion;
import dev.caravan.mount.Utf8Order;
import dev.caravan.reconcile.Action;
import dev.caravan.reconcile.Change;
import dev.caravan.reconcile.Reconciler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What every path of every pass goes through; {@code bench/micro} prints nanoseconds, for a page those of a thousand keys. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HotFunctions {
    private static final int KEYS = 1_000;
    private static final String KEY = "photos/2026/november/DSC_00001.jpg";
    private static final String NEXT = "photos/2026/november/DSC_00002.jpg";
    private static final LocalVersion FILE = new LocalVersion(4_096, 1_700_000_000_123_456_789L, 42, 7);
    private static final RemoteVersion OBJECT =
            new RemoteVersion("9e107d9d372bb6826bd81d3542a419d6", 4_096, java.time.Instant.EPOCH, false);

    private final byte[] page = page();
    private final Reconciler reconciler = new Reconciler(
            new Policy(
                    Direction.TWO_WAY,
                    InitialDirection.MERGE,
                    InitialExtras.KEEP,
                    Deletions.MIRROR,
                    ConflictPolicy.KEEP_BOTH),
            null);
    private Optional<Index> index = Optional.empty();

    @Setup
    public void open() throws IOException {
        Index fresh = Index.open(Files.createTempDirectory("hot").resolve("index.db"), () -> {});
        for (int i = 0; i < KEYS; i++) {
            fresh.record(
                    new dev.caravan.index.Entry(new dev.caravan.mount.RelativePath("photos/" + i), FILE, OBJECT, null));
        }
        index = Optional.of(fresh);
    }

    private static byte[] page() {
        String contents = IntStream.range(0, KEYS)
                .mapToObj(i -> "<Contents><Key>photos/2026/november/DSC_%05d.jpg</Key>".formatted(i)
                        + "<LastModified>2026-11-22T00:00:00.000Z</LastModified>"
                        + "<ETag>&quot;9e107d9d372bb6826bd81d3542a419d6&quot;</ETag><Size>4096</Size>"
                        + "<StorageClass>STANDARD</StorageClass></Contents>")
                .collect(Collectors.joining());
        return ("<ListBucketResult><EncodingType>url</EncodingType>" + contents + "</ListBucketResult>")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    public int comparePaths() {
        return Utf8Order.compare(KEY, NEXT);
    }

    @Benchmark
    public List<ListPage.Item> readPage() {
        return ListPage.read(page).orElseThrow().items();
    }

    @Benchmark
    public boolean lookUpFile() {
        return index.orElseThrow().seeLocal("photos/7", FILE);
    }

    @Benchmark
    public boolean lookUpObject() {
        return index.orElseThrow().seeRemote("photos/7", OBJECT);
    }

    @Benchmark
    public Action reconcile() {
        return reconciler.decide(Change.MODIFIED, Change.UNCHANGED);
    }
}
