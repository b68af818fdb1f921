package dev.caravan;

import dev.caravan.cli.CaravanCommand;

/** The program. */
public final class Caravan {
    private Caravan() {}

    public static void main(String[] args) {
        System.exit(CaravanCommand.execute(args));
    }
}
