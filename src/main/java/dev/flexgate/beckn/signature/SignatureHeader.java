package dev.flexgate.beckn.signature;

import java.util.Base64;
import java.util.Map;

/**
 * The {@code Authorization} of a request or callback, and the {@code Signature} of a synchronous answer.
 *
 * @param keyId whose key signed
 * @param created when it was signed, seconds of the epoch
 * @param expires the last second in which it may be believed
 * @param lines what was signed
 * @param signature standard base64 of exactly 64 bytes
 * @param bound the signature of the request, where the header names it beside three signed lines, as beckn-onix did in May
 *     and June 2026; empty where it is a signed line, or nothing is answered
 */
public record SignatureHeader(
        KeyId keyId, long created, long expires, SignatureLines lines, String signature, String bound) {

    static final String SCHEME = "Signature";

    SignatureHeader(KeyId keyId, long created, long expires, SignatureLines lines, String signature) {
        this(keyId, created, expires, lines, signature, "");
    }

    private static final int SIGNATURE_BYTES = 64;
    /** Seconds of the epoch have ten digits until the year 2286. */
    private static final int SECONDS_DIGITS_MAX = 11;

    /** Reads the header of a request, which must carry the scheme word. Throws a refusal that names the fault. */
    public static SignatureHeader parse(String header) {
        return read(Parameters.parse(Parameters.afterScheme(header)));
    }

    /** Reads the {@code Signature} header of an answer: NFH-007 writes it without the scheme word, others with. */
    public static SignatureHeader parseAnswer(String header) {
        return read(Parameters.parse(Parameters.hasScheme(header) ? Parameters.afterScheme(header) : header));
    }

    private static SignatureHeader read(Map<String, String> parameters) {
        String keyId = required(parameters, "keyId");
        if (!KeyId.ALGORITHM.equals(required(parameters, "algorithm"))) {
            throw SignatureFault.ALGORITHM_UNKNOWN.refused(
                    "algorithm is not ed25519", "sign with Ed25519 and send algorithm=\"ed25519\"");
        }
        long created = seconds(parameters, "created");
        long expires = seconds(parameters, "expires");
        SignatureLines lines = SignatureLines.parse(required(parameters, "headers"));
        String signature = parameters.get("signature");
        if (signature == null || signature.isEmpty()) {
            throw SignatureFault.MISSING.refused("the header carries no signature", "add signature=\"<base64>\"");
        }
        String bound = lines == SignatureLines.FOUR ? parameters.getOrDefault("request-signature", "") : "";
        return new SignatureHeader(KeyId.parse(keyId), created, expires, lines, canonical(signature), bound);
    }

    private static String required(Map<String, String> parameters, String name) {
        String value = parameters.get(name);
        if (value == null) {
            throw SignatureFault.MALFORMED.refused("the header carries no " + name, "add " + name + "=\"...\"");
        }
        return value;
    }

    private static long seconds(Map<String, String> parameters, String name) {
        String value = required(parameters, name);
        if (value.isEmpty()
                || value.length() > SECONDS_DIGITS_MAX
                || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw SignatureFault.MALFORMED.refused(
                    name + " is not a time", "send " + name + " as whole seconds of the epoch");
        }
        return Long.parseLong(value);
    }

    /** One signature has one spelling: bits that base64 leaves over would let the same message pass as another. */
    private static String canonical(String signature) {
        byte[] bytes = decoded(signature);
        if (bytes.length != SIGNATURE_BYTES
                || !Base64.getEncoder().encodeToString(bytes).equals(signature)) {
            throw malformedSignature();
        }
        return signature;
    }

    private static byte[] decoded(String signature) {
        try {
            return Base64.getDecoder().decode(signature);
        } catch (IllegalArgumentException notBase64) {
            throw malformedSignature();
        }
    }

    private static RuntimeException malformedSignature() {
        return SignatureFault.MALFORMED.refused(
                "signature is not the base64 of 64 bytes", "send the Ed25519 signature in standard base64, padded");
    }

    byte[] signatureBytes() {
        return Base64.getDecoder().decode(signature);
    }

    /** The header line to send, with the scheme word. */
    public String text() {
        return SCHEME + " keyId=\"" + keyId.text() + "\",algorithm=\"" + KeyId.ALGORITHM + "\",created=\"" + created
                + "\",expires=\"" + expires + "\",headers=\"" + lines.headers() + "\",signature=\"" + signature + "\"";
    }
}
