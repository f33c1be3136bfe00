package dev.flexgate.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/**
 * Keeps secrets at rest: AES-256-GCM under a key derived (HKDF, RFC 5869) from one of the key folder, so that a copy of
 * the database alone gives nothing away. What is sealed for one place cannot be opened at another.
 */
public final class SecretBox {

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final byte[] INFO = "flexgate secrets at rest v1".getBytes(UTF_8);

    private final SecretKey key;
    private final SecureRandom random;

    /** @param root a key of its own, used for nothing else; two gateways that share it read each other's secrets */
    public SecretBox(SigningKey root, SecureRandom random) {
        this.random = random;
        try {
            this.key = KDF.getInstance("HKDF-SHA256")
                    .deriveKey(
                            "AES",
                            HKDFParameterSpec.ofExtract().addIKM(root.seed()).thenExpand(INFO, 32));
        } catch (GeneralSecurityException cannot) {
            throw new IllegalStateException("this JDK has no HKDF", cannot);
        }
    }

    /** Seals {@code plain} for {@code place}, such as the table and the id of its row. */
    public byte[] seal(byte[] plain, String place) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, plain, place);
        byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
        System.arraycopy(sealed, 0, whole, NONCE_BYTES, sealed.length);
        return whole;
    }

    /**
     * Opens what was sealed for {@code place}.
     *
     * @throws IllegalStateException if it was changed, sealed for another place, or under another key
     */
    public byte[] open(byte[] sealed, String place) {
        if (sealed.length < NONCE_BYTES) {
            throw new IllegalStateException("what is sealed for " + place + " is not whole");
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        return run(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(sealed, NONCE_BYTES, sealed.length), place);
    }

    private byte[] run(int mode, byte[] nonce, byte[] input, String place) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            cipher.updateAAD(place.getBytes(UTF_8));
            return cipher.doFinal(input);
        } catch (AEADBadTagException _) {
            throw new IllegalStateException("what is sealed for " + place
                    + " cannot be opened: the key folder is another one, or it was changed");
        } catch (GeneralSecurityException cannot) {
            throw new IllegalStateException("AES-GCM does not work on this JDK", cannot);
        }
    }
}
