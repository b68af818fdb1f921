package dev.caravan.sync.session;

import dev.caravan.index.Entry;
import dev.caravan.index.Index;
import dev.caravan.local.UserState;
import dev.caravan.mount.Endpoints;
import dev.caravan.mount.Mount;
import dev.caravan.mount.Policy;
import dev.caravan.status.Journal;
import dev.caravan.status.MountEvent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes an index fit settings that changed since it was written. What it says under the old settings is forgotten, so
 * that no deletion can follow from it.
 */
final class SettingsChange {
    private static final String PLACE = "place";

    private SettingsChange() {}

    static void fit(OpenMount open, Journal journal) throws IOException {
        Mount mount = open.mount();
        Index index = open.index();
        String marker = open.state().marker();
        String place = place(open.bucket().endpoint(), mount, marker);
        String before = index.setting(PLACE).map(SettingsChange::plain).orElse(place);
        if (!before.equals(place) && !before.equals(place(mount.store().endpoint(), mount, marker))) {
            movedTo(place, open, !before.endsWith(" " + marker), journal);
        } else if (!index.setting(PLACE).orElse("").equals(place)) {
            index.setting(PLACE, place);
        }
        Policy policy = mount.policy();
        forget(
                index,
                "direction",
                policy.direction().word() + " " + policy.deletions().word(),
                SettingsChange::isOneSided);
        forget(
                index,
                "ignore",
                Stream.concat(
                                mount.ignore().stream(),
                                open.ignores().own().stream().map(own -> "/" + own + "/"))
                        .collect(Collectors.joining("\n")),
                entry -> open.ignores().hides(entry.path().value()));
    }

    private static boolean isOneSided(Entry entry) {
        return !entry.both();
    }

    private static void movedTo(String place, OpenMount open, boolean otherFolder, Journal journal) throws IOException {
        Mount mount = open.mount();
        if (otherFolder && UserState.isEmpty(mount.folder())) {
            throw new MountException("Halted mount '" + mount.name() + "': folder '" + mount.folder()
                    + "' is empty and is not the one that its index knows, so its disk may not be mounted. Nothing was"
                    + " done. Mount the disk; if this is meant to be a new folder, move the index '"
                    + mount.index().map(Path::toString).orElse("") + "' away");
        }
        // fails if the bucket is mistyped, which must not cost the index of the right one
        open.bucket().list(null);
        if (new FirstRunRecord(open.index()).sawNothing()) {
            open.index().setting(PLACE, place);
            return;
        }
        Map<String, String> settings = new HashMap<>(FirstRunRecord.inOtherPlace(mount.policy()));
        settings.put(PLACE, place);
        open.index().startAnew(settings);
        open.looks().watch().startAnew();
        journal.publish(new MountEvent.IndexRebuilt(MountEvent.IndexRebuilt.Reason.OTHER_PLACE, "", Optional.empty()));
    }

    private static String place(Optional<URI> endpoint, Mount mount, String marker) {
        return plain(endpoint.map(Object::toString).orElse("") + " " + mount.location() + " " + marker);
    }

    /** Endpoints that are the same are written the same. */
    private static String plain(String place) {
        int space = place.indexOf(' ');
        String endpoint = space <= 0 ? "" : Endpoints.plain(place.substring(0, space));
        return endpoint + place.substring(Math.max(0, space));
    }

    /**
     * If a setting differs from the remembered one, forgets the entries that depend on it, and remembers the new one.
     */
    private static void forget(Index index, String name, String now, Predicate<Entry> what) {
        if (!index.setting(name).orElse(now).equals(now)) {
            index.forgetIf(what, name, now);
        } else if (index.setting(name).isEmpty()) {
            index.setting(name, now);
        }
    }
}
