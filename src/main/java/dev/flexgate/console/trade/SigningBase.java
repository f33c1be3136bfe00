package dev.flexgate.console.trade;

import dev.flexgate.wire.Digests;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The three lines that a Beckn sender signs, laid out for a reader; the verdict itself is the protocol's. */
final class SigningBase {

    private static final Pattern CREATED = Pattern.compile("created=\"?([0-9]{1,11})");
    private static final Pattern EXPIRES = Pattern.compile("expires=\"?([0-9]{1,11})");

    private SigningBase() {}

    static String of(String header, byte[] body) {
        Matcher created = CREATED.matcher(header);
        Matcher expires = EXPIRES.matcher(header);
        if (!created.find() || !expires.find()) {
            return "";
        }
        String digest = Base64.getEncoder().encodeToString(Digests.blake2b512(body));
        return "(created): " + created.group(1) + "\n(expires): " + expires.group(1) + "\ndigest: BLAKE-512=" + digest;
    }
}
