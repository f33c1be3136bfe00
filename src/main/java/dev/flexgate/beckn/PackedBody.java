package dev.flexgate.beckn;

import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A body as it lies in the inbox: an LZ4 block, or as it came where that is shorter. PostgreSQL would compress it too, at
 * ten times the cost, nearly half of what a message cost the database (docs/benchmarks.md).
 *
 * @param bytes not to be changed
 * @param unpackedBytes of the body; 0 when it lies as it came
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PackedBody(byte[] bytes, int unpackedBytes) {

    private static final Logger LOG = LoggerFactory.getLogger(PackedBody.class);

    /** Far above every limit on a body that comes in, so that a damaged row cannot fill the memory. */
    static final int UNPACKED_BYTES_MAX = 4 * 1024 * 1024;

    /** Shorter ones are not worth the call. */
    private static final int WORTH_BYTES = 256;

    private static final LZ4Factory LZ4 = factory();
    private static final LZ4Compressor PACKING = LZ4.fastCompressor();
    private static final LZ4SafeDecompressor UNPACKING = LZ4.safeDecompressor();

    /** Native code exists for some platforms only, and says so in many ways; elsewhere plain Java does the same. */
    private static LZ4Factory factory() {
        try {
            return LZ4Factory.nativeInstance();
        } catch (RuntimeException | LinkageError | AssertionError absent) {
            LOG.info("LZ4 in plain Java: {}", absent.toString());
            return LZ4Factory.safeInstance();
        }
    }

    static PackedBody of(byte[] body) {
        if (body.length < WORTH_BYTES) {
            return new PackedBody(body, 0);
        }
        byte[] packed = PACKING.compress(body);
        return packed.length < body.length ? new PackedBody(packed, body.length) : new PackedBody(body, 0);
    }

    /**
     * The body.
     *
     * @throws IllegalStateException when the row is damaged
     */
    byte[] unpacked() {
        if (unpackedBytes == 0) {
            return bytes;
        }
        if (unpackedBytes > UNPACKED_BYTES_MAX) {
            throw new IllegalStateException("a body of " + unpackedBytes + " bytes was never accepted");
        }
        try {
            byte[] body = UNPACKING.decompress(bytes, unpackedBytes);
            if (body.length == unpackedBytes) {
                return body;
            }
        } catch (LZ4Exception damaged) {
            throw new IllegalStateException("the body cannot be unpacked", damaged);
        }
        throw new IllegalStateException("the body is shorter than it was");
    }
}
