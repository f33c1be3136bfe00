package dev.flexgate.wire;

import java.nio.charset.StandardCharsets;

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
        var rules = new HeadRules(text);
        int end = text.indexOf(LINE_END);
        if (end < 0 || !rules.requestLine(end)) {
            return new Malformed("request line");
        }
        int emptyLine = text.length() - LINE_END.length();
        for (int from = end + LINE_END.length(); from < emptyLine; from = end + LINE_END.length()) {
            end = text.indexOf(LINE_END, from);
            if (!rules.headerLine(from, end)) {
                return new Malformed("header line");
            }
        }
        return rules.framing();
    }

    /** What the lines of one head have said so far. They are read where they stand: every request has some ten. */
    final class HeadRules {

        private static final String HOST = "host";
        private static final String LENGTH = "content-length";
        private static final String ENCODING = "transfer-encoding";
        private static final String TOKEN_SYMBOLS = "!#$%&'*+-.^_`|~";

        private final String head;
        private boolean http11;
        private int hosts;
        private int lengths;
        private int encodings;
        private long length;
        private boolean chunked;

        HeadRules(String head) {
            this.head = head;
        }

        /** {@code method SP target SP version}, each blank exactly one, the target a path in visible ASCII. */
        boolean requestLine(int end) {
            int first = afterToken(0, end);
            int last = head.lastIndexOf(' ', end - 1);
            if (first == 0 || first >= last - 1 || head.charAt(first) != ' ' || head.charAt(first + 1) != '/') {
                return false;
            }
            for (int at = first + 1; at < last; at++) {
                if (head.charAt(at) <= ' ' || head.charAt(at) >= 0x7F) {
                    return false;
                }
            }
            String version = head.substring(last + 1, end);
            http11 = version.equals("HTTP/1.1");
            return http11 || version.equals("HTTP/1.0");
        }

        boolean headerLine(int from, int end) {
            int colon = afterToken(from, end);
            if (colon == from || colon == end || head.charAt(colon) != ':') {
                return false; // folded, nameless, or a blank before the colon
            }
            if (isNamed(HOST, from, colon)) {
                return ++hosts == 1;
            }
            if (isNamed(LENGTH, from, colon)) {
                return ++lengths == 1 && isLength(head.substring(colon + 1, end).strip());
            }
            if (isNamed(ENCODING, from, colon)) {
                chunked = head.substring(colon + 1, end).strip().equalsIgnoreCase("chunked");
                return ++encodings == 1 && chunked;
            }
            return true;
        }

        private boolean isNamed(String name, int from, int to) {
            return to - from == name.length() && head.regionMatches(true, from, name, 0, name.length());
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

        /** Past the characters of a token (RFC 9110, 5.6.2) that begins at {@code from}. */
        private int afterToken(int from, int end) {
            int at = from;
            while (at < end && isTokenCharacter(head.charAt(at))) {
                at++;
            }
            return at;
        }

        private static boolean isTokenCharacter(char each) {
            return (each >= 'a' && each <= 'z')
                    || (each >= 'A' && each <= 'Z')
                    || (each >= '0' && each <= '9')
                    || TOKEN_SYMBOLS.indexOf(each) >= 0;
        }
    }
}
