package dev.flexgate.beckn.signature;

import dev.flexgate.identity.Ed25519;
import dev.flexgate.identity.PublicKey32;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Signs and checks Beckn messages (BECKN-006, NFH-007). The digest is always taken over the exact bytes that
 * travelled: JSON that was read and written again is another message.
 */
public final class Signatures {

    /** Attempts of one second that can be told apart; what differs is when they expire. */
    private static final int EXPIRIES = 60;

    private final InstantSource clock;
    private final SignatureLimits limits;

    public Signatures(InstantSource clock, SignatureLimits limits) {
        this.clock = clock;
        this.limits = limits;
    }

    /** {@code BLAKE-512=} and the base64 of BLAKE2b-512 over {@code body}. */
    public static String digest(byte[] body) {
        return digest(body, DigestPrefix.BLAKE_512);
    }

    static String digest(byte[] body, DigestPrefix prefix) {
        return prefix.text() + BodyDigest.of(body).base64();
    }

    /**
     * Refuses a body that contradicts the HTTP {@code Digest} header that some senders add. It proves nothing by itself,
     * but tells damaged bytes from a wrong key. Digests of other kinds are nobody's business.
     */
    public static void checkDigest(String header, BodyDigest body) {
        boolean ours = Stream.of(DigestPrefix.values()).anyMatch(prefix -> header.startsWith(prefix.text()));
        if (ours && !header.substring(header.indexOf('=') + 1).equals(body.base64())) {
            throw SignatureFault.DIGEST_MISMATCH.refused(
                    "the Digest header is not that of these bytes", "send the BLAKE2b-512 of the exact body");
        }
    }

    /** Signs a request, or a callback for a peer that reads three lines, as every deployed peer reads it. */
    public SignatureHeader sign(Sender sender, byte[] body) {
        return sign(sender, body, DigestPrefix.BLAKE_512);
    }

    /** As {@link #sign(Sender, byte[])} for a peer that reads another digest line. */
    public SignatureHeader sign(Sender sender, byte[] body, DigestPrefix prefix) {
        return sign(sender, body, prefix, 1);
    }

    /**
     * The same for one of several attempts to send the same bytes, each of which has a signature of its own: the same one
     * twice, which the same second would make of the same bytes, is taken for a replay (beckn-onix since August 2026).
     *
     * @param attempt counted from 1
     */
    public SignatureHeader sign(Sender sender, byte[] body, DigestPrefix prefix, int attempt) {
        long created = created();
        return sign(sender, digest(body, prefix), created, expires(created, attempt));
    }

    private long created() {
        return clock.instant().minus(limits.backdated()).getEpochSecond();
    }

    private long expires(long created, int attempt) {
        return created + limits.lifetime().toSeconds() - (attempt - 1) % EXPIRIES;
    }

    static SignatureHeader sign(Sender sender, byte[] body, long created, long expires) {
        return sign(sender, digest(body), created, expires);
    }

    private static SignatureHeader sign(Sender sender, String digest, long created, long expires) {
        byte[] lines = SigningString.ofRequest(created, expires, digest);
        return signed(sender, created, expires, SignatureLines.THREE, lines);
    }

    /** Signs a synchronous answer, or a callback for a peer that reads four lines. */
    public SignatureHeader signAnswer(Sender sender, byte[] body, String requestSignature) {
        return signAnswer(sender, body, requestSignature, DigestPrefix.BLAKE_512);
    }

    /** As {@link #signAnswer(Sender, byte[], String)} for a peer that reads another digest line. */
    public SignatureHeader signAnswer(Sender sender, byte[] body, String requestSignature, DigestPrefix prefix) {
        return signAnswer(sender, body, requestSignature, prefix, 1);
    }

    /** As {@link #sign(Sender, byte[], DigestPrefix, int)} for a callback. */
    public SignatureHeader signAnswer(
            Sender sender, byte[] body, String requestSignature, DigestPrefix prefix, int attempt) {
        long created = created();
        return signAnswer(sender, digest(body, prefix), requestSignature, created, expires(created, attempt));
    }

    static SignatureHeader signAnswer(Sender sender, byte[] body, String requestSignature, long created, long expires) {
        return signAnswer(sender, digest(body), requestSignature, created, expires);
    }

    private static SignatureHeader signAnswer(
            Sender sender, String digest, String requestSignature, long created, long expires) {
        byte[] lines = SigningString.ofAnswer(created, expires, digest, requestSignature);
        return signed(sender, created, expires, SignatureLines.FOUR, lines);
    }

    private static SignatureHeader signed(
            Sender sender, long created, long expires, SignatureLines kind, byte[] lines) {
        String signature = Base64.getEncoder().encodeToString(sender.signer().sign(lines));
        return new SignatureHeader(sender.keyId(), created, expires, kind, signature);
    }

    /** Refuses a signature outside its own time, by this clock. */
    public void checkTime(SignatureHeader header) {
        checkTime(header, clock.instant(), limits);
    }

    static void checkTime(SignatureHeader header, Instant now, SignatureLimits limits) {
        long nowSecond = now.getEpochSecond();
        if (header.expires() <= header.created()) {
            throw SignatureFault.WINDOW_EMPTY.refused(
                    "expires is not after created", "send expires later than created");
        }
        long ahead = header.created() - nowSecond;
        if (ahead > limits.createdAheadMax().toSeconds()) {
            throw SignatureFault.CREATED_IN_FUTURE.refused(
                    "created is " + ahead + " s ahead of our clock, which reads " + now,
                    "set your clock; " + limits.createdAheadMax().toSeconds() + " s are tolerated");
        }
        if (nowSecond > header.expires()) {
            throw SignatureFault.EXPIRED.refused(
                    "the signature expired " + (nowSecond - header.expires()) + " s ago, our clock reads " + now,
                    "sign again and send at once");
        }
    }

    /** Refuses bytes that {@code key} did not sign with three lines; says how the digest was named in them. */
    public static DigestPrefix verify(SignatureHeader header, byte[] body, PublicKey32 key) {
        return verify(header, BodyDigest.of(body), key);
    }

    /** As {@link #verify(SignatureHeader, byte[], PublicKey32)} for a body whose digest is known. */
    public static DigestPrefix verify(SignatureHeader header, BodyDigest body, PublicKey32 key) {
        if (header.lines() != SignatureLines.THREE) {
            throw SignatureFault.LINES_UNKNOWN.refused(
                    "a request answers nothing, so it cannot sign a request-signature",
                    "send headers=\"" + SignatureLines.THREE.headers() + "\"");
        }
        return verify(header, body, key, List.of());
    }

    /**
     * Refuses bytes that {@code key} did not sign with three lines, or with four of which the last is one of
     * {@code requestSignatures}: the raw signature as NFH-007 has it, or the whole header as beckn-onix signs it.
     */
    public static DigestPrefix verify(
            SignatureHeader header, byte[] body, PublicKey32 key, List<String> requestSignatures) {
        return verify(header, BodyDigest.of(body), key, requestSignatures);
    }

    private static DigestPrefix verify(
            SignatureHeader header, BodyDigest body, PublicKey32 key, List<String> requestSignatures) {
        byte[] signature = header.signatureBytes();
        for (DigestPrefix prefix : DigestPrefix.values()) {
            for (byte[] lines : candidates(header, prefix.text() + body.base64(), requestSignatures)) {
                if (Ed25519.verify(key, lines, signature)) {
                    return prefix;
                }
            }
        }
        throw SignatureFault.SIGNATURE_MISMATCH.refused(
                "the signature does not fit these bytes and the registered key",
                "sign the exact bytes of the body with the key of "
                        + header.keyId().text());
    }

    private static List<byte[]> candidates(SignatureHeader header, String digest, List<String> requestSignatures) {
        return switch (header.lines()) {
            case THREE -> List.of(SigningString.ofRequest(header.created(), header.expires(), digest));
            case FOUR ->
                Stream.concat(
                                requestSignatures.stream()
                                        .map(asked -> SigningString.ofAnswer(
                                                header.created(), header.expires(), digest, asked)),
                                requestSignatures.contains(header.bound())
                                        ? Stream.of(SigningString.ofRequest(header.created(), header.expires(), digest))
                                        : Stream.<byte[]>of())
                        .toList();
        };
    }
}
