package dev.flexgate.beckn.signature;

import java.util.HashMap;
import java.util.Map;

/**
 * The {@code name="value"} list of a signature header. Senders differ in order, in spaces after commas and in
 * quoting numbers, so all of that is taken; a name twice is refused, because two readers would then read two things.
 */
final class Parameters {

    static final int HEADER_LENGTH_MAX = 4_096;
    private static final int PARAMETERS_MAX = 16;

    private final String text;
    private int at;

    private Parameters(String text) {
        this.text = text;
    }

    static boolean hasScheme(String header) {
        String scheme = SignatureHeader.SCHEME;
        return header.regionMatches(true, 0, scheme, 0, scheme.length())
                && header.length() > scheme.length()
                && header.charAt(scheme.length()) == ' ';
    }

    static String afterScheme(String header) {
        if (!hasScheme(header)) {
            throw SignatureFault.MALFORMED.refused(
                    "the header does not begin with the word Signature", "send Signature keyId=\"...\",...");
        }
        return header.substring(SignatureHeader.SCHEME.length() + 1);
    }

    static Map<String, String> parse(String text) {
        if (text.length() > HEADER_LENGTH_MAX) {
            throw malformed("the header is longer than " + HEADER_LENGTH_MAX + " characters");
        }
        return new Parameters(text).read();
    }

    private Map<String, String> read() {
        var found = new HashMap<String, String>();
        do {
            String name = name();
            expect('=');
            if (found.put(name, value()) != null) {
                throw malformed(name + " is given twice");
            }
            if (found.size() > PARAMETERS_MAX) {
                throw malformed("more than " + PARAMETERS_MAX + " parameters");
            }
        } while (comma());
        return found;
    }

    private String name() {
        skipSpaces();
        int start = at;
        while (at < text.length() && isNameCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw malformed("a parameter name is expected at character " + at);
        }
        String name = text.substring(start, at);
        skipSpaces();
        return name;
    }

    private void expect(char wanted) {
        if (at >= text.length() || text.charAt(at) != wanted) {
            throw malformed("'" + wanted + "' is expected at character " + at);
        }
        at++;
        skipSpaces();
    }

    private String value() {
        return at < text.length() && text.charAt(at) == '"' ? quoted() : bare();
    }

    private String quoted() {
        int end = text.indexOf('"', at + 1);
        if (end < 0 || text.substring(at, end).indexOf('\\') >= 0) {
            throw malformed("a quoted value has no plain end");
        }
        String value = text.substring(at + 1, end);
        at = end + 1;
        return value;
    }

    private String bare() {
        int start = at;
        while (at < text.length() && isBareCharacter(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private boolean comma() {
        skipSpaces();
        if (at == text.length()) {
            return false;
        }
        expect(',');
        return true;
    }

    private void skipSpaces() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private static boolean isNameCharacter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
    }

    private static boolean isBareCharacter(char c) {
        return c > ' ' && c < 0x7f && c != ',' && c != '"' && c != '\\';
    }

    private static RuntimeException malformed(String what) {
        return SignatureFault.MALFORMED.refused(
                what,
                "send Signature keyId=\"...\",algorithm=\"ed25519\",created=\"...\",expires=\"...\",headers=\""
                        + SignatureLines.THREE.headers() + "\",signature=\"...\"");
    }
}
