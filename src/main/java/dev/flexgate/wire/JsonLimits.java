package dev.flexgate.wire;

/**
 * How large a JSON text may be before {@link StrictJson} refuses it.
 *
 * @param bytes of the whole text
 * @param depth of nested arrays and objects; a lone scalar has depth 0
 * @param numberCharacters of one number as written
 * @param exponent largest power of ten, either way, that a number may be scaled by: {@code 1e999999999} is
 *     short but its integer fills the memory
 * @param stringCharacters of one string, in UTF-16 units
 * @param nameCharacters of one member name, in UTF-16 units
 */
public record JsonLimits(
        int bytes, int depth, int numberCharacters, int exponent, int stringCharacters, int nameCharacters) {

    public static final JsonLimits DEFAULT = new JsonLimits(256 * 1024, 32, 40, 100, 64 * 1024, 256);

    public JsonLimits {
        if (bytes < 1 || depth < 1 || numberCharacters < 1 || exponent < 0 || stringCharacters < 1) {
            throw new IllegalArgumentException("JSON limits must be positive");
        }
        if (nameCharacters < 1) {
            throw new IllegalArgumentException("JSON limits must be positive");
        }
    }

    public JsonLimits withBytes(int other) {
        return new JsonLimits(other, depth, numberCharacters, exponent, stringCharacters, nameCharacters);
    }
}
