package dev.flexgate.beckn.registry;

import dev.flexgate.identity.EncryptionKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * What a registry of the first generation asks of a new subscriber: to decrypt a text, and so to prove that it holds the
 * encryption key that it subscribes with. The X25519 shared secret is the AES-256 key itself, in ECB mode with PKCS#7
 * padding: weak by today's measure, but what the registries do (beckn-onix, plugins encrypter and decrypter).
 */
final class Challenge {

    private static final int LENGTH_MAX = 4_096;

    private Challenge() {}

    /**
     * What the registry has encrypted.
     *
     * @param registryKey its public encryption key, base64 of 32 bytes
     * @throws IllegalArgumentException when it was not encrypted for {@code own} by whoever holds that key
     */
    static String solve(EncryptionKey own, String registryKey, String challenge) {
        if (challenge.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("the challenge is longer than " + LENGTH_MAX + " characters");
        }
        byte[] shared = own.sharedWith(Base64.getDecoder().decode(registryKey));
        try {
            Cipher cipher = Cipher.getInstance("AES/ECB/PKCS5Padding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(shared, "AES"));
            return new String(cipher.doFinal(Base64.getDecoder().decode(challenge)), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException wrong) {
            throw new IllegalArgumentException("the challenge was not encrypted for this key", wrong);
        }
    }
}
