package dev.caravan;

import dev.caravan.cli.CaravanCommand;
import dev.caravan.cli.Warmup;

/** The program. */
public final class Caravan {
    private Caravan() {}

    public static void main(String[] args) {
        Warmup.take(args);
        System.exit(CaravanCommand.execute(args));
    }
}
