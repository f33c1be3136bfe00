package dev.flexgate.audit;

import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** A SHA-256 value: 32 bytes that cannot be changed after they were put here. */
public final class Hash {

    public static final int BYTES = 32;

    private final byte[] bytes;

    private Hash(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Holds a copy of {@code bytes}.
     *
     * @throws IllegalArgumentException unless there are exactly 32
     */
    public static Hash of(byte[] bytes) {
        return of(bytes, 0, bytes.length);
    }

    static Hash of(byte[] bytes, int offset, int length) {
        if (length != BYTES || offset + length > bytes.length) {
            throw new IllegalArgumentException("a SHA-256 hash has 32 bytes, this has " + length);
        }
        return new Hash(Arrays.copyOfRange(bytes, offset, offset + length));
    }

    /**
     * Reads the one padded base64 form of 32 bytes.
     *
     * @throws IllegalArgumentException if {@code text} is anything else
     */
    public static Hash ofBase64(String text) {
        Hash hash = of(Base64.getDecoder().decode(text));
        if (!hash.base64().equals(text)) {
            throw new IllegalArgumentException("not the one base64 form of 32 bytes: " + text);
        }
        return hash;
    }

    public static Hash ofHex(String text) {
        return of(HexFormat.of().parseHex(text));
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    public String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    void copyTo(byte[] target, int offset) {
        System.arraycopy(bytes, 0, target, offset, BYTES);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Hash hash && Arrays.equals(bytes, hash.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return hex();
    }
}
