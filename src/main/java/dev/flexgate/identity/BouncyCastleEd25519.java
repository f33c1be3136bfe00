package dev.flexgate.identity;

import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/** Ed25519 by BouncyCastle's lightweight classes: pure Java, no JCA provider to register. */
final class BouncyCastleEd25519 implements Ed25519Engine {

    @Override
    public String name() {
        return "BouncyCastle";
    }

    @Override
    public boolean verify(PublicKey32 key, byte[] message, byte[] signature) {
        try {
            var signer = new Ed25519Signer();
            signer.init(false, new Ed25519PublicKeyParameters(key.bytes()));
            signer.update(message, 0, message.length);
            return signer.verifySignature(signature);
        } catch (IllegalArgumentException _) {
            return false; // not a point of the curve
        }
    }

    @Override
    public Seal seal(byte[] seed) {
        var key = new Ed25519PrivateKeyParameters(seed);
        return message -> {
            var signer = new Ed25519Signer();
            signer.init(true, key);
            signer.update(message, 0, message.length);
            return signer.generateSignature();
        };
    }

    @Override
    public PublicKey32 publicKey(byte[] seed) {
        return publicKeyOf(seed);
    }

    /** Deriving a public key is rare and the same by every provider, so all of them borrow this one. */
    static PublicKey32 publicKeyOf(byte[] seed) {
        return new PublicKey32(
                new Ed25519PrivateKeyParameters(seed).generatePublicKey().getEncoded());
    }
}
