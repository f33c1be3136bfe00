package dev.flexgate.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Ed25519 by a JCA provider. Keys are made by the JDK and passed to the provider's {@code Signature}: Amazon
 * Corretto has no Ed25519 {@code KeyFactory} of its own unless a system property asks for it.
 */
final class JcaEd25519 implements Ed25519Engine {

    private static final byte[] SPKI = HexFormat.of().parseHex("302a300506032b6570032100");
    private static final byte[] PKCS8 = HexFormat.of().parseHex("302e020100300506032b657004220420");

    /** Keys whose points are kept decoded: more participants than a network of one domain has. */
    private static final int KEYS_MAX = 1_024;

    private final String name;
    private final Provider provider;
    private final Cache<PublicKey32, Optional<Ready>> verifying =
            Caffeine.newBuilder().maximumSize(KEYS_MAX).executor(Runnable::run).build();

    JcaEd25519(String name, Provider provider) {
        this.name = name;
        this.provider = provider;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean verify(PublicKey32 key, byte[] message, byte[] signature) {
        Optional<Ready> ready = verifying.get(key, each -> decode(each).map(this::forVerifying));
        try {
            return ready.isPresent()
                    && ready.get().use(verifier -> {
                        verifier.update(message);
                        return verifier.verify(signature);
                    });
        } catch (GeneralSecurityException _) {
            return false; // a malformed point or scalar: providers differ in where they notice
        }
    }

    private Ready forVerifying(PublicKey key) {
        return new Ready(() -> {
            Signature verifier = Signature.getInstance("Ed25519", provider);
            verifier.initVerify(key);
            return verifier;
        });
    }

    @Override
    public Seal seal(byte[] seed) throws GeneralSecurityException {
        PrivateKey key = KeyFactory.getInstance("Ed25519").generatePrivate(new PKCS8EncodedKeySpec(join(PKCS8, seed)));
        var ready = new Ready(() -> {
            Signature signer = Signature.getInstance("Ed25519", provider);
            signer.initSign(key);
            return signer;
        });
        return message -> ready.use(signer -> {
            signer.update(message);
            return signer.sign();
        });
    }

    @Override
    public PublicKey32 publicKey(byte[] seed) {
        return BouncyCastleEd25519.publicKeyOf(seed);
    }

    private static Optional<PublicKey> decode(PublicKey32 key) {
        try {
            return Optional.of(
                    KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(join(SPKI, key.bytes()))));
        } catch (GeneralSecurityException _) {
            return Optional.empty();
        }
    }

    private static byte[] join(byte[] prefix, byte[] bytes) {
        byte[] joined = new byte[prefix.length + bytes.length];
        System.arraycopy(prefix, 0, joined, 0, prefix.length);
        System.arraycopy(bytes, 0, joined, prefix.length, bytes.length);
        return joined;
    }
}
