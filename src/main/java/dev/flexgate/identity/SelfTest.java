package dev.flexgate.identity;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;

/** What an Ed25519 provider must get right before it is trusted: RFC 8032 section 7.1, test 3, and its forgeries. */
final class SelfTest {

    private static final byte[] SEED = hex("c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7");
    private static final PublicKey32 KEY =
            new PublicKey32(hex("fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025"));
    private static final byte[] MESSAGE = hex("af82");
    private static final byte[] SIGNATURE = hex("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
            + "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");

    private SelfTest() {}

    static void run(Ed25519Engine engine) {
        try {
            require(engine, Arrays.equals(SIGNATURE, engine.seal(SEED).sign(MESSAGE)), "signs wrongly");
        } catch (GeneralSecurityException cannot) {
            throw new IllegalStateException("Ed25519 provider " + engine.name() + " cannot sign", cannot);
        }
        require(engine, KEY.equals(engine.publicKey(SEED)), "derives a wrong public key");
        require(engine, engine.verify(KEY, MESSAGE, SIGNATURE), "refuses a good signature");
        require(engine, !engine.verify(KEY, hex("af83"), SIGNATURE), "accepts another message");
        byte[] forged = SIGNATURE.clone();
        forged[5] ^= 1;
        require(engine, !engine.verify(KEY, MESSAGE, forged), "accepts a forged signature");
    }

    private static void require(Ed25519Engine engine, boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalStateException("Ed25519 provider " + engine.name() + " " + otherwise);
        }
    }

    private static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }
}
