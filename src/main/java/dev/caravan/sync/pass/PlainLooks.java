package dev.caravan.sync.pass;

import dev.caravan.sync.look.BucketEvents;
import dev.caravan.sync.look.Candidate;
import dev.caravan.sync.look.LocalLook;
import dev.caravan.sync.look.RemoteLook;
import dev.caravan.sync.session.OpenMount;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;

/** The two looks of a pass without Camel, on the thread of the caller, in the order in which the routes make them. */
public final class PlainLooks {
    private final OpenMount open;
    private final Consumer<Candidate> handOver;

    /** @param handOver takes what needs attention */
    public PlainLooks(OpenMount open, Consumer<Candidate> handOver) {
        this.open = open;
        this.handOver = handOver;
    }

    /** Lists the bucket, page by page. */
    public void list() throws IOException {
        RemoteLook list = open.looks().remote();
        while (!list.isAtEnd()) {
            for (Candidate candidate : list.take(open.bucket().page(list.lastKey(), list))) {
                String key = candidate.etagAndPath();
                int space = key.indexOf(' ');
                if (!list.isInStep(key.substring(space + 1), key.substring(0, space))) {
                    handOver.accept(candidate);
                }
            }
        }
    }

    /** Looks at the objects that bucket events named, and at no others. */
    public void takeEvents(BucketEvents events) throws IOException {
        events.takeCandidates(open.looks().remote()).forEach(handOver);
    }

    /** Goes through the folder. */
    public void scan() {
        LocalLook look = open.looks().local();
        look.goOn();
        scan(look, open.folder().root().toFile());
        look.completed();
    }

    private void scan(LocalLook look, File directory) {
        File[] names = directory.listFiles();
        if (names == null && directory.isDirectory()) {
            throw new UncheckedIOException(new IOException("'" + directory + "' cannot be read"));
        }
        for (File name : names == null ? new File[0] : names) {
            String path = name.getPath().replace('\\', '/'); // as Camel's file component takes it
            if (name.isDirectory()) {
                if (look.enters(path)) {
                    scan(look, name);
                }
            } else if (!look.needsNoAttention(path) && look.handOut(path)) {
                handOver.accept(Candidate.locally(look.path(path)));
            }
        }
    }
}
