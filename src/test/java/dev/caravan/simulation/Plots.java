package dev.caravan.simulation;

import dev.caravan.testing.FaultyBlobStore;
import java.util.Random;

/**
 * What takes several deeds in a row, as people do them: of single deeds at random these would hardly ever be made. Every third
 * life has some; they follow from a stream of their own, so that the other lives stay what they are when one is added.
 */
final class Plots {
    private final Random random;
    private final boolean any;
    private final Habits habits;
    private final boolean logged;
    private final boolean strange;
    private final DeletionLife life;
    /** Of their own again: old indexes came last. */
    private final Random backups;

    private final boolean hasBackups;

    Plots(long seed, DeletionLife life) {
        this.random = new Random(~seed);
        this.any = random.nextInt(3) == 0;
        this.habits = new Habits(random, 7);
        this.logged = any && random.nextInt(3) == 0;
        this.strange = any && random.nextInt(4) == 0;
        this.life = life;
        this.backups = new Random(31 * ~seed);
        this.hasBackups = any && backups.nextInt(4) == 0;
    }

    /** Whether the two sides have nothing to do with each other, and no limit and nothing else protects what they hold. */
    boolean areStrange() {
        return strange;
    }

    /** Whether a file grows all the time, so that a first run has no end. */
    boolean isLogged() {
        return logged;
    }

    /** What the store refuses for ever keeps a first run from its end, too. */
    void refuse(String operation, String key) {
        if (logged && !operation.equals("LIST") && key.endsWith(Deleters.LOG)) {
            throw FaultyBlobStore.refusal(403, "AccessDenied");
        }
    }

    /** Work goes on while that first run has no end. */
    void whileLogged() throws Exception {
        if (logged) {
            life.people().writeSome(false);
            life.pass();
        }
    }

    boolean happens() {
        return any && random.nextInt(3) > 0;
    }

    void next() throws Exception {
        if (hasBackups && backups.nextInt(3) == 0) {
            oldIndex();
            return;
        }
        switch (habits.next()) {
            case 0 -> manyAlikeAndOneMoved();
            case 1 -> heldAndThenMore();
            case 2 -> replacedByNewOnes();
            case 3 -> life.whileUnmounted();
            case 4 -> clockAroundALoss();
            case 5 -> rejectedAndTouched();
            default -> goneOnBothSides();
        }
    }

    private void manyAlikeAndOneMoved() throws Exception {
        life.people().writeAlike(6 + random.nextInt(12));
        life.pass();
        life.people().move(1);
        life.people().deleteLocally(random.nextInt(101));
    }

    private void heldAndThenMore() throws Exception {
        life.people().deleteLocally(random.nextInt(80));
        life.pass();
        life.listHeld();
        life.people().deleteLocally(random.nextInt(80));
        life.pass();
        life.decide(random.nextInt(3) == 0 ? "reject" : "approve");
    }

    private void replacedByNewOnes() throws Exception {
        for (int i = random.nextInt(3); i >= 0; i--) {
            life.people().writeSome(false);
            if (random.nextBoolean()) {
                life.pass();
            }
            if (random.nextBoolean()) {
                life.people().deleteLocally(random.nextInt(60));
            } else {
                life.people().deleteRemotely(random.nextInt(60));
            }
        }
    }

    /** Somebody restores the index as it was a few passes ago, perhaps with a verdict in it. */
    private void oldIndex() throws Exception {
        life.people().deleteLocally(backups.nextInt(80));
        life.pass();
        life.listHeld();
        if (backups.nextInt(3) > 0) {
            life.decide("approve");
        }
        life.backUpIndex();
        life.pass();
        life.people().writeAgain();
        life.pass();
        if (backups.nextInt(3) > 0) {
            life.people().deleteAgain();
            life.pass();
        }
        life.restoreIndex();
    }

    private void clockAroundALoss() throws Exception {
        life.setClock();
        if (random.nextBoolean()) {
            life.pass();
        }
        life.loseIndex();
        life.pass();
        life.setClock();
        life.people().writeSome(false);
    }

    private void rejectedAndTouched() throws Exception {
        life.people().deleteLocally(random.nextInt(101));
        life.people().deleteRemotely(random.nextInt(50));
        life.pass();
        life.decide("reject");
        if (random.nextBoolean()) {
            life.people().touch(random.nextInt(101));
        }
        if (random.nextInt(3) == 0) {
            life.partialCopy();
        }
    }

    private void goneOnBothSides() throws Exception {
        life.people().deleteOnBothSides(random.nextInt(80));
        if (random.nextBoolean()) {
            life.people().deleteLocally(random.nextInt(60));
        } else {
            life.people().deleteRemotely(random.nextInt(60));
        }
    }

    /** While a disk is away, work goes on. */
    void whileAway() throws Exception {
        if (!any) {
            return;
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            life.pass();
            switch (random.nextInt(5)) {
                case 0 -> life.stop();
                case 1 -> life.loseIndex();
                case 2 -> life.people().deleteRemotely(random.nextInt(40));
                case 3 -> life.people().move(random.nextInt(4));
                default -> life.people().writeSome(false);
            }
        }
    }
}
