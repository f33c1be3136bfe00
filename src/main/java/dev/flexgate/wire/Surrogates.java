package dev.flexgate.wire;

/** Whether a Java string is Unicode text: every surrogate in it has its other half. */
final class Surrogates {

    private Surrogates() {}

    static boolean whole(String text) {
        for (int at = 0; at < text.length(); at++) {
            char here = text.charAt(at);
            if (Character.isSurrogate(here)) {
                boolean pair = Character.isHighSurrogate(here)
                        && at + 1 < text.length()
                        && Character.isLowSurrogate(text.charAt(at + 1));
                if (!pair) {
                    return false;
                }
                at++;
            }
        }
        return true;
    }
}
