package dev.flexgate.identity;

/** Who can sign: a key held here, or later one held by a vault that never gives it away. */
public interface Signer {

    /** Names the key to whoever verifies. */
    String keyId();

    PublicKey32 publicKey();

    /** The Ed25519 signature of exactly these bytes: 64 bytes. */
    byte[] sign(byte[] message);
}
