package dev.caravan.sync.plan;

import dev.caravan.mount.Mount;
import dev.caravan.remote.client.Clients;
import dev.caravan.sync.session.Environment;
import dev.caravan.sync.session.MountException;
import java.io.IOException;
import java.util.function.Consumer;

/** Compares the two sides of a mount in full, and changes nothing. */
public final class Checker {
    private final LookOnly looks;

    public Checker(Clients clients, Environment environment) {
        this.looks = new LookOnly(clients, environment);
    }

    /**
     * Compares each path that is not ignored, in the order of the keys.
     *
     * @param content whether both sides are read as a whole; else an ETag or a recorded checksum is proof, and the index is for
     *     what has not changed since
     * @param found takes each path
     * @throws MountException if the folder cannot be opened, saying why
     */
    public void check(Mount mount, boolean content, Consumer<Compared> found) throws IOException {
        looks.with(mount, occurrence -> {}, sync -> {
            new Comparison(sync.session().open(), content, found).run();
            return true;
        });
    }
}
