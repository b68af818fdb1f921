package dev.caravan.simulation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What somebody does in one life: everything, or a few things again and again. Of many deeds in a short life few meet twice, so
 * that what takes three of one kind in a row is found in lives that have only a few kinds (Groce et al., Swarm Testing, 2012).
 */
final class Habits {
    private static final int FEWEST = 2;
    private static final int MOST = 5;

    private final Random random;
    private final List<Integer> kinds;

    /**
     * @param all how many kinds of deeds there are, from 0
     * @param always the kinds that every life has
     */
    Habits(Random random, int all, Integer... always) {
        this.random = random;
        List<Integer> any = new ArrayList<>(IntStream.range(0, all).boxed().toList());
        if (random.nextInt(3) > 0) {
            Collections.shuffle(any, random);
            any = any.subList(0, FEWEST + random.nextInt(MOST - FEWEST + 1));
            any.addAll(List.of(always));
        }
        this.kinds = List.copyOf(any);
    }

    int next() {
        return kinds.get(random.nextInt(kinds.size()));
    }
}
