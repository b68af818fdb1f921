package dev.caravan.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.index.Held;
import dev.caravan.mount.Side;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Says whether what Caravan deleted was somebody's wish, and whether a person was asked where it was much. */
final class DeletionOracle {
    /** So few may go without any limit. */
    static final int FREE_PATHS = 2;

    private final int limit;
    private final Side loser;
    private final Map<Side, Set<String>> wished = bothSides();
    private final Map<Side, Set<String>> sinceLastPass = bothSides();
    private final Map<Side, Set<String>> extras = bothSides();
    private final Map<Side, Set<String>> earlier = bothSides();
    private final Set<String> approved = new HashSet<>();
    private final Set<String> wanted = new HashSet<>();
    private final Map<Side, Set<String>> earlierOld = bothSides();
    private Set<String> old = Set.of();
    private boolean nothingAlike;
    private int besides;

    /**
     * @param limit per cent of the paths that may go from a side within a day, without a person being asked
     * @param direction of the mount
     */
    DeletionOracle(int limit, String direction) {
        this.limit = limit;
        this.loser = Map.of("upload", Side.REMOTE, "download", Side.LOCAL).get(direction);
    }

    private static Map<Side, Set<String>> bothSides() {
        return new EnumMap<>(Map.of(Side.LOCAL, new HashSet<>(), Side.REMOTE, new HashSet<>()));
    }

    /** There are so many more files, of which this is not told. */
    void countsBesides(int files) {
        besides = Math.max(besides, files);
    }

    /** Every content that nobody threw away. */
    Set<String> wanted() {
        return wanted;
    }

    /** A first run that may take away what the losing side alone has. */
    void firstRunFinds(Set<String> local, Set<String> remote) {
        extras.get(Side.LOCAL).addAll(local);
        extras.get(Side.LOCAL).removeAll(remote);
        extras.get(Side.REMOTE).addAll(remote);
        extras.get(Side.REMOTE).removeAll(local);
        nothingAlike = local.stream().noneMatch(remote::contains);
    }

    /** The mount has another place, or its index is lost: nothing is an extra any more, and nobody counts what was before. */
    void otherPlace() {
        extras.values().forEach(Set::clear);
        earlier.values().forEach(Set::clear);
        earlierOld.values().forEach(Set::clear);
        old = Set.of();
    }

    /** @param before what was there, which whoever writes throws away; null for nothing */
    void writtenByPeople(Side side, String path, String content, String before) {
        wanted.remove(before);
        wanted.add(content);
        if (side == loser) {
            return; // an edit there beats no deletion: it goes to the trash
        }
        wished.values().forEach(paths -> paths.remove(path));
        extras.values().forEach(paths -> paths.remove(path));
        approved.remove(path);
    }

    void deletedByPeople(Side side, String path, String content) {
        wanted.remove(content);
        wished.get(side).add(path);
        sinceLastPass.get(side).add(path);
    }

    /** A person has seen these in a list and wants them deleted, with what is in them. */
    void approved(Collection<String> paths, Map<String, String> local, Map<String, String> remote) {
        approved.addAll(paths);
        for (String path : paths) {
            wanted.remove(local.get(path));
            wanted.remove(remote.get(path));
        }
    }

    /** A person wants these back: whatever was wished before, none of them is to be deleted. */
    void rejected(Collection<String> paths) {
        wished.values().forEach(all -> all.removeAll(paths));
        approved.removeAll(paths);
    }

    /**
     * A pass deleted some paths on a side.
     *
     * @param before what the side held when the pass began
     * @param other what the other side held then
     * @param after what both sides hold now
     * @param waiting what was held before
     * @param hidden what is on that side, and cannot be seen, as its disk is away
     */
    void judge(
            Side side,
            Set<String> gone,
            Map<String, String> before,
            Map<String, String> other,
            Map<String, String> after,
            List<Held> waiting,
            Set<String> hidden,
            String story) {
        Side otherSide = side == Side.LOCAL ? Side.REMOTE : Side.LOCAL;
        Set<String> unapproved = new HashSet<>(gone);
        unapproved.removeAll(approved);
        Set<String> unwanted = new HashSet<>(unapproved);
        unwanted.removeAll(wished.get(otherSide));
        unwanted.removeAll(extras.get(side));
        assertThat(unwanted).as("deleted, and nobody wanted it, " + story).isEmpty();
        if (other.isEmpty() && besides == 0) {
            assertThat(unapproved)
                    .as("deleted, as the other side is empty, " + story)
                    .isEmpty();
        }
        if (nothingAlike) {
            Set<String> taken = new HashSet<>(unapproved);
            taken.retainAll(extras.get(side));
            taken.removeAll(wished.get(otherSide));
            assertThat(taken)
                    .as("extras deleted, where nothing is alike, " + story)
                    .isEmpty();
        }
        // what somebody brought back is not gone
        List.of(before, other).forEach(there -> {
            earlier.get(side).removeAll(there.keySet());
            earlierOld.get(side).removeAll(there.keySet());
        });
        if (!unapproved.isEmpty()) {
            Set<String> extrasThere = new HashSet<>(extras.get(otherSide));
            extrasThere.retainAll(other.keySet());
            countOld(side, unapproved, extrasThere.size(), before, after, story);
            // what people deleted here, and what waits there for a person because it is gone here, was on both sides
            Set<String> wereThere = new HashSet<>(wished.get(side));
            waiting.stream()
                    .filter(held -> held.side() == otherSide)
                    .forEach(held -> wereThere.add(held.path().value()));
            wereThere.retainAll(other.keySet());
            wereThere.addAll(sinceLastPass.get(side));
            wereThere.addAll(hidden);
            count(side, unapproved, before, after, wereThere.size(), story);
        }
        sinceLastPass.get(side).clear();
    }

    /** What was held before a pass, for a person to decide, and that this pass deleted nevertheless. */
    void judgeHeld(Side side, Set<String> gone, List<Held> before, String story) {
        Set<String> held = new HashSet<>();
        before.stream()
                .filter(each -> each.side() == side && each.person() && each.verdict() == null)
                .forEach(each -> held.add(each.path().value()));
        held.retainAll(gone);
        assertThat(held)
                .as("held for a person, and deleted without one, " + story)
                .isEmpty();
    }

    /** What the first pass left on both sides was there before what is new: much of that may not go either. */
    void passed(Map<String, String> local, Map<String, String> remote) {
        if (old.isEmpty()) {
            old = new HashSet<>(local.keySet());
            old.retainAll(remote.keySet());
        }
    }

    private void countOld(
            Side side,
            Set<String> gone,
            int extrasThere,
            Map<String, String> before,
            Map<String, String> after,
            String story) {
        Set<String> oldOnes = new HashSet<>(gone);
        oldOnes.retainAll(old);
        Set<String> lost = earlierOld.get(side);
        lost.addAll(unmoved(oldOnes, before, after));
        int total = lost.size();
        int known = old.size() + extrasThere + besides;
        assertThat(total <= FREE_PATHS || total * 100 <= known * limit)
                .as("nobody was asked, and " + total + " of " + known + " old ones were deleted on side " + side + ", "
                        + story)
                .isTrue();
    }

    private void count(
            Side side,
            Set<String> gone,
            Map<String, String> before,
            Map<String, String> after,
            int wereThere,
            String story) {
        Set<String> lost = earlier.get(side);
        int recent = lost.size();
        lost.addAll(unmoved(gone, before, after));
        int total = lost.size();
        int known = before.size() + wereThere + recent + besides;
        assertThat(total <= FREE_PATHS || total * 100 <= known * limit)
                .as("nobody was asked, and " + total + " of " + known + " were deleted on side " + side + ", " + story)
                .isTrue();
    }

    /** One that is still there excuses one that is gone and was like it. */
    private static Set<String> unmoved(Set<String> gone, Map<String, String> before, Map<String, String> after) {
        Map<String, Integer> there = new HashMap<>();
        after.values().forEach(content -> there.merge(content, 1, Integer::sum));
        Set<String> unmoved = new HashSet<>(gone);
        unmoved.removeIf(path -> there.merge(before.get(path), -1, Integer::sum) >= 0);
        return unmoved;
    }
}
