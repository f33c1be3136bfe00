package dev.flexgate.identity;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/** An Ed25519 private key held in memory. Its seed leaves it only for {@link KeyFolder}, and never in words. */
public final class SigningKey implements Signer {

    public static final int SEED_LENGTH = 32;

    private final String keyId;
    private final byte[] seed;
    private final PublicKey32 publicKey;
    private final Ed25519Engine.Seal seal;

    private SigningKey(String keyId, byte[] seed, PublicKey32 publicKey) {
        this.keyId = keyId;
        this.seed = seed;
        this.publicKey = publicKey;
        try {
            this.seal = Ed25519.engine().seal(seed);
        } catch (GeneralSecurityException cannot) {
            throw new IllegalStateException("provider " + Ed25519.provider() + " refuses a seed", cannot);
        }
    }

    /** The key of a 32-byte seed (RFC 8032 section 5.1.5), which is copied. */
    public static SigningKey ofSeed(String keyId, byte[] seed) {
        byte[] own = copy(seed);
        return new SigningKey(keyId, own, Ed25519.engine().publicKey(own));
    }

    /** The key of a seed, named by its RFC 7638 thumbprint. */
    public static SigningKey ofSeed(byte[] seed) {
        byte[] own = copy(seed);
        PublicKey32 publicKey = Ed25519.engine().publicKey(own);
        return new SigningKey(publicKey.thumbprint(), own, publicKey);
    }

    /** The same key under another name, such as the one a registry has for it. */
    public SigningKey named(String otherKeyId) {
        return new SigningKey(otherKeyId, seed, publicKey);
    }

    private static byte[] copy(byte[] seed) {
        if (seed.length != SEED_LENGTH) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
        }
        return seed.clone();
    }

    /** A new key, named by its RFC 7638 thumbprint. */
    public static SigningKey generate(SecureRandom random) {
        byte[] seed = new byte[SEED_LENGTH];
        random.nextBytes(seed);
        return ofSeed(seed);
    }

    @Override
    public String keyId() {
        return keyId;
    }

    @Override
    public PublicKey32 publicKey() {
        return publicKey;
    }

    @Override
    public byte[] sign(byte[] message) {
        try {
            byte[] signature = seal.sign(message);
            if (signature.length != Ed25519.SIGNATURE_LENGTH) {
                throw new IllegalStateException(
                        "provider " + Ed25519.provider() + " made a signature of " + signature.length + " bytes");
            }
            return signature;
        } catch (GeneralSecurityException cannot) {
            throw new IllegalStateException("provider " + Ed25519.provider() + " cannot sign", cannot);
        }
    }

    byte[] seed() {
        return seed.clone();
    }

    @Override
    public String toString() {
        return "SigningKey[" + keyId + ", public " + publicKey + "]";
    }
}
