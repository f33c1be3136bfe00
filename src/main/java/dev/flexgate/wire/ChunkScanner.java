package dev.flexgate.wire;

import io.netty.buffer.ByteBuf;

/**
 * Follows a chunked body (RFC 9112 section 7.1) to its end without changing it. Chunk extensions are refused:
 * nobody sends them, and they are where parsers have disagreed about the end of a line.
 */
final class ChunkScanner {

    /** Trailer lines together. */
    static final int TRAILER_BYTES_MAX = 1024;

    /** Hexadecimal digits of one chunk's size: 256 MiB, far beyond any body limit, without overflow. */
    private static final int SIZE_DIGITS_MAX = 7;

    private enum State {
        SIZE,
        SIZE_END,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILER,
        TRAILER_END,
        DONE,
        MALFORMED
    }

    private State state = State.SIZE;
    private int digits;
    private long size;
    private int trailerBytes;
    private int lineBytes;

    boolean done() {
        return state == State.DONE;
    }

    boolean malformed() {
        return state == State.MALFORMED;
    }

    /** Follows the bytes from {@code at} to {@code end}; returns where it stopped, past the last byte judged good. */
    int scan(ByteBuf bytes, int at, int end) {
        int here = at;
        while (here < end && state != State.DONE) {
            if (state == State.DATA) {
                long skipped = Math.min(size, end - here);
                size -= skipped;
                here += (int) skipped;
                state = size == 0 ? State.DATA_CR : State.DATA;
            } else {
                state = next(bytes.getByte(here));
                if (state == State.MALFORMED) {
                    return here;
                }
                here++;
            }
        }
        return here;
    }

    private State next(byte here) {
        return switch (state) {
            case SIZE -> sizeDigit(here);
            case SIZE_END -> here == '\n' ? sizeKnown() : State.MALFORMED;
            case DATA_CR -> here == '\r' ? State.DATA_LF : State.MALFORMED;
            case DATA_LF -> here == '\n' ? begin() : State.MALFORMED;
            case TRAILER -> trailer(here);
            case TRAILER_END -> trailerEnd(here);
            case DATA, DONE, MALFORMED -> throw new IllegalStateException("nothing follows " + state);
        };
    }

    private State sizeDigit(byte here) {
        if (here == '\r') {
            return digits > 0 ? State.SIZE_END : State.MALFORMED;
        }
        int digit = Character.digit(here, 16);
        if (digit < 0 || ++digits > SIZE_DIGITS_MAX) {
            return State.MALFORMED;
        }
        size = size * 16 + digit;
        return State.SIZE;
    }

    private State sizeKnown() {
        return size == 0 ? State.TRAILER : State.DATA;
    }

    private State begin() {
        digits = 0;
        size = 0;
        return State.SIZE;
    }

    private State trailer(byte here) {
        if (here == '\r') {
            return State.TRAILER_END;
        }
        boolean control = here >= 0 && here < ' ' && here != '\t';
        lineBytes++;
        return control || here == 0x7F || ++trailerBytes > TRAILER_BYTES_MAX ? State.MALFORMED : State.TRAILER;
    }

    private State trailerEnd(byte here) {
        if (here != '\n') {
            return State.MALFORMED;
        }
        boolean last = lineBytes == 0;
        lineBytes = 0;
        return last ? State.DONE : State.TRAILER;
    }
}
