package dev.flexgate.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.JsonRefusedException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The gate that every JSON text from outside passes, once: the tree it returns is made from exactly the bytes
 * that were hashed and verified, and is handed on instead of being parsed again.
 *
 * <p>Jackson alone guesses UTF-16 and UTF-32, accepts overlong UTF-8 and keeps the last of two equal names, so
 * two readers of the same bytes could see different messages. Here the bytes are decoded by a decoder that
 * reports, and what remains open in RFC 8259 is refused: duplicate names, half surrogates, a byte order mark,
 * text after the value, and whatever exceeds the {@link JsonLimits}. Numbers are exact ({@code BigDecimal}).
 */
public final class StrictJson {

    /** The document is bounded before Jackson sees it; our own limits name the reason, Jackson's do not. */
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .build();

    private StrictJson() {}

    public static JsonNode parse(byte[] text) {
        return parse(text, JsonLimits.DEFAULT);
    }

    /**
     * The tree that {@code text} spells.
     *
     * @throws JsonRefusedException when it is not JSON as accepted here
     */
    public static JsonNode parse(byte[] text, JsonLimits limits) {
        CharBuffer characters = decode(text, limits);
        try (JsonParser parser =
                FACTORY.createParser(characters.array(), characters.arrayOffset(), characters.length())) {
            JsonNode root = new StrictTree(parser, limits, holdsEscapes(text)).read();
            requireEnd(parser);
            return root;
        } catch (JsonProcessingException broken) {
            var where = broken.getLocation();
            throw new JsonRefusedException(Reason.SYNTAX, where == null ? 0 : where.getCharOffset());
        } catch (IOException impossible) {
            throw new UncheckedIOException("reading from memory", impossible);
        }
    }

    /** The platform looks for a character in Latin-1 many bytes at a time. */
    private static boolean holdsEscapes(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1).indexOf('\\') >= 0;
    }

    private static void requireEnd(JsonParser parser) throws IOException {
        long end = parser.currentLocation().getCharOffset();
        JsonToken next;
        try {
            next = parser.nextToken();
        } catch (JsonProcessingException _) {
            throw new JsonRefusedException(Reason.TRAILING, end);
        }
        if (next != null) {
            throw new JsonRefusedException(Reason.TRAILING, end);
        }
    }

    private static CharBuffer decode(byte[] text, JsonLimits limits) {
        if (text.length == 0) {
            throw new JsonRefusedException(Reason.EMPTY, 0);
        }
        if (text.length > limits.bytes()) {
            throw new JsonRefusedException(Reason.TOO_LONG, limits.bytes());
        }
        if (text.length >= 3 && text[0] == (byte) 0xEF && text[1] == (byte) 0xBB && text[2] == (byte) 0xBF) {
            throw new JsonRefusedException(Reason.BYTE_ORDER_MARK, 0);
        }
        ByteBuffer bytes = ByteBuffer.wrap(text);
        CharBuffer characters = CharBuffer.allocate(text.length);
        CoderResult result = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)
                .decode(bytes, characters, true);
        if (result.isError()) {
            throw new JsonRefusedException(Reason.ENCODING, bytes.position());
        }
        return characters.flip();
    }
}
