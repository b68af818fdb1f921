package dev.caravan.simulation;

import java.util.Random;

/**
 * What takes several deeds in a row, as people do them: of single deeds at random these would hardly ever be made. Every third
 * life has some; they follow from a stream of their own, so that the other lives stay what they are when one is added.
 */
final class Plots {
    private final Random random;
    private final boolean any;
    private final Habits habits;
    private final DeletionLife life;
    private final Deleters people;

    Plots(long seed, DeletionLife life, Deleters people) {
        this.random = new Random(~seed);
        this.any = random.nextInt(3) == 0;
        this.habits = new Habits(random, 7);
        this.life = life;
        this.people = people;
    }

    /** How many per cent of the paths one side alone has at first. */
    int alone(int percent) {
        return any && random.nextInt(4) == 0 ? 100 : percent;
    }

    /** Whether a file grows all the time, so that a first run has no end. */
    boolean isLogged() {
        return any && random.nextInt(3) == 0;
    }

    boolean happens() {
        return any && random.nextInt(3) > 0;
    }

    void next() throws Exception {
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
        people.writeAlike(6 + random.nextInt(12));
        life.pass();
        people.move(1);
        people.deleteLocally(random.nextInt(101));
    }

    private void heldAndThenMore() throws Exception {
        people.deleteLocally(random.nextInt(80));
        life.pass();
        life.listHeld();
        people.deleteLocally(random.nextInt(80));
        life.pass();
        life.decide(random.nextInt(3) == 0 ? "reject" : "approve");
    }

    private void replacedByNewOnes() throws Exception {
        for (int i = random.nextInt(3); i >= 0; i--) {
            people.writeSome(false);
            if (random.nextBoolean()) {
                life.pass();
            }
            if (random.nextBoolean()) {
                people.deleteLocally(random.nextInt(60));
            } else {
                people.deleteRemotely(random.nextInt(60));
            }
        }
    }

    private void clockAroundALoss() throws Exception {
        life.setClock();
        if (random.nextBoolean()) {
            life.pass();
        }
        life.loseIndex();
        life.pass();
        life.setClock();
        people.writeSome(false);
    }

    private void rejectedAndTouched() throws Exception {
        people.deleteLocally(random.nextInt(101));
        people.deleteRemotely(random.nextInt(50));
        life.pass();
        life.decide("reject");
        if (random.nextBoolean()) {
            people.touch(random.nextInt(101));
        }
        if (random.nextInt(3) == 0) {
            life.partialCopy();
        }
    }

    private void goneOnBothSides() throws Exception {
        people.deleteOnBothSides(random.nextInt(80));
        if (random.nextBoolean()) {
            people.deleteLocally(random.nextInt(60));
        } else {
            people.deleteRemotely(random.nextInt(60));
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
                case 2 -> people.deleteRemotely(random.nextInt(40));
                case 3 -> people.move(random.nextInt(4));
                default -> people.writeSome(false);
            }
        }
    }
}
