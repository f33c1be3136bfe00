package dev.flexgate.identity;

import java.security.GeneralSecurityException;

/** One implementation of Ed25519 among those that {@link Ed25519} chooses from. */
interface Ed25519Engine {

    /** Short and stable: it names the provider in logs and metrics. */
    String name();

    /** Whether the 64 bytes of {@code signature} are {@code key}'s for {@code message}. */
    boolean verify(PublicKey32 key, byte[] message, byte[] signature);

    /** What signs with the 32-byte {@code seed}; safe for use by several threads. */
    Seal seal(byte[] seed) throws GeneralSecurityException;

    PublicKey32 publicKey(byte[] seed);

    /** A private key at work. */
    interface Seal {
        byte[] sign(byte[] message) throws GeneralSecurityException;
    }
}
