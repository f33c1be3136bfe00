package dev.flexgate.planning;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** JSON at rest: long lists of numbers shrink to a tenth. */
final class Compressed {

    /** Most bytes that anything stored here may unfold to. */
    private static final int BYTES_MAX = 64 * 1024 * 1024;

    private Compressed() {}

    static byte[] write(byte[] json) {
        var out = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(out)) {
            gzip.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException("writing to memory", impossible);
        }
        return out.toByteArray();
    }

    static byte[] unfold(byte[] compressed) {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(compressed))) {
            byte[] bytes = gzip.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new IllegalStateException("stored JSON unfolds to more than " + BYTES_MAX + " bytes");
            }
            return bytes;
        } catch (IOException broken) {
            throw new UncheckedIOException("stored JSON is broken", broken);
        }
    }

    static JsonNode read(byte[] compressed) {
        return parse(unfold(compressed));
    }

    /** JSON that was stored as text. */
    static JsonNode parse(String json) {
        return parse(json.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode parse(byte[] json) {
        try {
            return Json.mapper().readTree(json);
        } catch (IOException broken) {
            throw new UncheckedIOException("stored JSON is broken", broken);
        }
    }
}
