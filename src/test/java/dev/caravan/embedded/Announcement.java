package dev.caravan.embedded;

/** Says what {@code mvn -Pembedded} does before Maven fetches what that needs, of which {@code -q} tells nothing. */
final class Announcement {
    private Announcement() {}

    public static void main(String[] arguments) {
        System.out.println(
                "Builds Caravan, then keeps a sample folder in step with a bucket inside this process. The first time"
                        + " Maven fetches some 240 MB for that, which takes two or three minutes; from then on it takes seconds.");
    }
}
