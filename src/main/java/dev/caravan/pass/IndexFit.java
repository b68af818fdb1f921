package dev.caravan.pass;

import dev.caravan.index.Index;
import dev.caravan.mount.Mount;
import dev.caravan.mount.Policy;
import dev.caravan.status.Journal;

/**
 * Makes an index fit the settings of its mount, where those changed since it was written. Whatever an index says under
 * other settings is forgotten, so that no deletion can follow from it.
 */
final class IndexFit {
    private IndexFit() {}

    static void fit(OpenMount open, Journal journal) {
        Mount mount = open.mount();
        Index index = open.index();
        String place = mount.store().endpoint().map(Object::toString).orElse("") + " " + mount.location() + " "
                + open.state().marker();
        if (!index.setting("place").orElse(place).equals(place)) {
            // a mistyped bucket, which does not answer, must not cost the index of the right one
            open.bucket().list(null);
        }
        if (changed(index, "place", place)) {
            journal.info("the index belonged to another bucket, prefix or folder: it starts anew");
            index.forgetIf(entry -> true);
            index.setting("first-run", "");
        }
        Policy policy = mount.policy();
        if (changed(
                index,
                "direction",
                policy.direction().word() + " " + policy.deletions().word())) {
            index.forgetIf(entry -> !entry.both());
        }
        if (changed(index, "ignore", String.join("\n", mount.ignore()))) {
            index.forgetIf(entry -> open.ignores().hides(entry.path().value()));
        }
    }

    /** Whether a setting is another than the one remembered; from now on this one is. */
    private static boolean changed(Index index, String name, String now) {
        String before = index.setting(name).orElse(now);
        index.setting(name, now);
        return !before.equals(now);
    }
}
