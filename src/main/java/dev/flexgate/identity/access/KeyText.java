package dev.flexgate.identity.access;

import dev.flexgate.wire.Digests;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An API key as its owner holds it: {@code fgk_<id>_<secret>}, where the id is 12 hexadecimal digits and the secret
 * 32 random bytes in base64url. The prefix lets scanners for leaked secrets find it.
 */
public final class KeyText {

    private static final Pattern FORM = Pattern.compile("fgk_([0-9a-f]{12})_([A-Za-z0-9_-]{43})");
    private static final int ID_BYTES = 6;
    private static final int SECRET_BYTES = 32;

    private final String id;
    private final String secret;

    private KeyText(String id, String secret) {
        this.id = id;
        this.secret = secret;
    }

    public static KeyText random(SecureRandom random) {
        byte[] id = new byte[ID_BYTES];
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(id);
        random.nextBytes(secret);
        return new KeyText(
                HexFormat.of().formatHex(id),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    /** The key that {@code text} spells; empty where it spells none. */
    public static Optional<KeyText> parse(String text) {
        var form = FORM.matcher(text);
        return form.matches() ? Optional.of(new KeyText(form.group(1), form.group(2))) : Optional.empty();
    }

    public String id() {
        return id;
    }

    /** What is stored. A fast hash serves: a secret of 256 random bits cannot be guessed, unlike a password. */
    byte[] secretSha256() {
        return Digests.sha256(secret.getBytes(StandardCharsets.US_ASCII));
    }

    /** The whole key, to be shown once and then forgotten. */
    public String reveal() {
        return "fgk_" + id + "_" + secret;
    }

    /** Its id alone. */
    @Override
    public String toString() {
        return "fgk_" + id + "_...";
    }
}
