package dev.caravan.mount;

/** Compares strings as the bytes of their UTF-8 form, without making those bytes: S3 and SQLite sort so, Java does not. */
public final class Utf8Order {
    private Utf8Order() {}

    public static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return rank(x) - rank(y);
            }
        }
        return a.length() - b.length();
    }

    /** Surrogates stand for code points above U+FFFF, so they sort behind U+E000 to U+FFFF. */
    private static int rank(char c) {
        return Character.isSurrogate(c) ? c + 0x10000 : c;
    }
}
