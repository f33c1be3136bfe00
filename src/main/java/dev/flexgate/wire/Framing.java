package dev.flexgate.wire;

import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where the body after a request head ends; or that nobody can say for certain, and why. */
sealed interface Framing {

    record Sized(long bytes) implements Framing {}

    record Chunked() implements Framing {}

    record Malformed(String why) implements Framing {}

    String LINE_END = "\r\n";

    /**
     * Judges a whole head, up to and including its empty line. RFC 9112 lets a recipient repair much of what is
     * refused here (folded lines, blanks, lists of lengths); two recipients that repair differently see
     * different requests, so nothing is repaired.
     *
     * @param head bytes whose line ends and control characters have been checked
     */
    static Framing of(byte[] head) {
        String text = new String(head, StandardCharsets.ISO_8859_1);
        var rules = new HeadRules();
        int end = text.indexOf(LINE_END);
        if (end < 0 || !rules.requestLine(text.substring(0, end))) {
            return new Malformed("request line");
        }
        int emptyLine = text.length() - LINE_END.length();
        for (int from = end + LINE_END.length(); from < emptyLine; from = end + LINE_END.length()) {
            end = text.indexOf(LINE_END, from);
            if (!rules.headerLine(text.substring(from, end))) {
                return new Malformed("header line");
            }
        }
        return rules.framing();
    }

    /** What the lines of one head have said so far. */
    final class HeadRules {

        private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

        private boolean http11;
        private int hosts;
        private int lengths;
        private int encodings;
        private long length;
        private boolean chunked;

        /** {@code method SP target SP version}, each blank exactly one, the target a path in visible ASCII. */
        boolean requestLine(String line) {
            int first = line.indexOf(' ');
            int last = line.lastIndexOf(' ');
            if (first < 1 || last <= first + 1 || !isToken(line.substring(0, first))) {
                return false;
            }
            String version = line.substring(last + 1);
            http11 = version.equals("HTTP/1.1");
            return (http11 || version.equals("HTTP/1.0"))
                    && line.charAt(first + 1) == '/'
                    && line.substring(first + 1, last).chars().allMatch(each -> each > ' ' && each < 0x7F);
        }

        boolean headerLine(String line) {
            int colon = line.indexOf(':');
            if (colon < 1 || !isToken(line.substring(0, colon))) {
                return false; // folded, nameless, or a blank before the colon
            }
            String value = line.substring(colon + 1).strip();
            return switch (line.substring(0, colon).toLowerCase(Locale.ROOT)) {
                case "host" -> ++hosts == 1;
                case "content-length" -> ++lengths == 1 && isLength(value);
                case "transfer-encoding" -> ++encodings == 1 && (chunked = value.equalsIgnoreCase("chunked"));
                default -> true;
            };
        }

        Framing framing() {
            if (hosts != 1) {
                return new Malformed("no host");
            }
            if (chunked) {
                return lengths > 0 || !http11 ? new Malformed("two framings") : new Chunked();
            }
            return new Sized(length);
        }

        private boolean isLength(String value) {
            if (value.isEmpty() || value.length() > 18 || !value.chars().allMatch(each -> each >= '0' && each <= '9')) {
                return false;
            }
            length = Long.parseLong(value);
            return true;
        }

        private static boolean isToken(String text) {
            for (int at = 0; at < text.length(); at++) { // of every name of every request: a stream costs thrice that
                if (!isTokenCharacter(text.charAt(at))) {
                    return false;
                }
            }
            return true;
        }

        private static boolean isTokenCharacter(char each) {
            return (each >= 'a' && each <= 'z')
                    || (each >= 'A' && each <= 'Z')
                    || (each >= '0' && each <= '9')
                    || TOKEN_SYMBOLS.indexOf(each) >= 0;
        }
    }
}
