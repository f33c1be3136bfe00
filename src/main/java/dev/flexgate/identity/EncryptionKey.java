package dev.flexgate.identity;

import java.util.Base64;
import org.bouncycastle.crypto.agreement.X25519Agreement;
import org.bouncycastle.crypto.params.X25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.X25519PublicKeyParameters;

/** An X25519 private key (RFC 7748): what others encrypt for. Its secret never leaves it. */
public final class EncryptionKey {

    private static final int BYTES = 32;

    private final X25519PrivateKeyParameters key;

    private EncryptionKey(byte[] secret) {
        this.key = new X25519PrivateKeyParameters(secret, 0);
    }

    /** The key of 32 secret bytes, which are copied. */
    public static EncryptionKey of(byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("an X25519 key has 32 bytes");
        }
        return new EncryptionKey(secret);
    }

    /** The key made of the seed of {@code root}, which must be used for nothing else. */
    public static EncryptionKey of(SigningKey root) {
        return new EncryptionKey(root.seed());
    }

    /** Base64 of the 32 public bytes. */
    public String publicBase64() {
        return Base64.getEncoder().encodeToString(key.generatePublicKey().getEncoded());
    }

    /**
     * The 32 bytes that only the holder of {@code other} and we know.
     *
     * @param other a public key, 32 bytes
     * @throws IllegalArgumentException when it is none, or one of low order that anybody could guess the result of
     */
    public byte[] sharedWith(byte[] other) {
        if (other.length != BYTES) {
            throw new IllegalArgumentException("an X25519 key has 32 bytes");
        }
        var agreement = new X25519Agreement();
        agreement.init(key);
        byte[] shared = new byte[agreement.getAgreementSize()];
        try {
            agreement.calculateAgreement(new X25519PublicKeyParameters(other, 0), shared, 0);
        } catch (IllegalStateException lowOrder) {
            throw new IllegalArgumentException("the other key is of low order", lowOrder);
        }
        return shared;
    }
}
