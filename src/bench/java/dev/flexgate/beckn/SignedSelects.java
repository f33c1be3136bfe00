package dev.flexgate.beckn;

import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.stream.IntStream;

/**
 * HTTP requests with a signed {@code select} each, written before the clock starts. What differs from one to the next
 * lies outside the heap and what does not is kept once, so that the load generator has nothing to collect.
 */
final class SignedSelects {

    /** Of the request line, the headers and the context, which differ. */
    private static final int HEAD_BYTES_MAX = 1_280;

    private static final int HEADS_PER_BLOCK = 500_000;

    private final ByteBuffer[] blocks;
    private final short[] lengths;
    private final ByteBuffer tail;

    SignedSelects(int count, int port) {
        this.blocks = new ByteBuffer[(count + HEADS_PER_BLOCK - 1) / HEADS_PER_BLOCK];
        this.lengths = new short[count];
        for (int at = 0; at < blocks.length; at++) {
            int heads = Math.min(HEADS_PER_BLOCK, count - at * HEADS_PER_BLOCK);
            blocks[at] = ByteBuffer.allocateDirect(heads * HEAD_BYTES_MAX);
        }
        String message = SelectBody.message();
        this.tail = ByteBuffer.allocateDirect(message.length()).put(message.getBytes(StandardCharsets.UTF_8));
        tail.flip();
        var signatures = new Signatures(Clock.systemUTC(), SignatureLimits.DEFAULT);
        IntStream.range(0, count).parallel().forEach(k -> write(k, port, message, signatures));
    }

    private void write(int k, int port, String message, Signatures signatures) {
        String context = SelectBody.context(port);
        byte[] body = (context + message).getBytes(StandardCharsets.UTF_8);
        String head = "POST /beckn/select HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\nAuthorization: "
                + signatures.sign(InboundHouse.buyer(), body).text() + "\r\n\r\n";
        byte[] bytes = (head + context).getBytes(StandardCharsets.UTF_8);
        lengths[k] = (short) bytes.length;
        blocks[k / HEADS_PER_BLOCK].put(k % HEADS_PER_BLOCK * HEAD_BYTES_MAX, bytes);
    }

    int count() {
        return lengths.length;
    }

    /** The two parts of the k-th request, to be written one after the other. */
    ByteBuffer[] request(int k) {
        ByteBuffer head = blocks[k / HEADS_PER_BLOCK].slice(k % HEADS_PER_BLOCK * HEAD_BYTES_MAX, lengths[k]);
        return new ByteBuffer[] {head, tail.duplicate()};
    }
}
