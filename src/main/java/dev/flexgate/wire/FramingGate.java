package dev.flexgate.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.ScheduledFuture;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the HTTP decoder of one connection and lets through only requests whose bytes have one reading.
 *
 * <p>The decoder behind it is lenient by design: it joins folded lines, takes any blanks between the words of a
 * request line, drops nameless headers and reads {@code gzip, chunked} as chunked, and afterwards nothing shows
 * that it did. A proxy in front that reads the same bytes otherwise would see other requests than we do. So each
 * head is held back until it is whole and has been judged by {@link Framing}; body bytes pass straight through
 * while their end is counted. Whatever is refused here is stricter than the decoder, so the two can never
 * disagree about what has passed.
 *
 * <p>A malformed head is replaced by one that the decoder refuses for certain: the answer 400 then comes in its
 * turn after those of earlier requests on the connection, which a byte written from here would not. After a
 * malformed body there is no turn to wait for, and the connection is closed.
 */
final class FramingGate extends ChannelInboundHandlerAdapter {

    /** When even this is not a whole head, the decoder gets what there is and answers 414 or 431. */
    private static final int HEAD_BYTES_MAX = IngressLimits.REQUEST_LINE_BYTES + 2 * IngressLimits.HEADER_BYTES;

    private static final byte[] REFUSED_BY_EVERY_DECODER = "GET /refused\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Duration headDeadline;
    private final Consumer<String> onRefusal;

    private @Nullable ByteBuf held;
    private @Nullable ScheduledFuture<?> deadline;
    private @Nullable ChunkScanner chunks;
    private long bodyBytesLeft;
    private boolean refused;

    /** How far the head that is held back has been looked at. */
    private int scanned;

    private int lineBytes;
    private byte previous;

    FramingGate(Duration headDeadline, Consumer<String> onRefusal) {
        this.headDeadline = headDeadline;
        this.onRefusal = onRefusal;
    }

    /** Whether every body whose head has passed the gate of this channel has passed it too. */
    static boolean holdsWholeBodies(Channel channel) {
        FramingGate gate = channel.pipeline().get(FramingGate.class);
        return gate != null && gate.bodyBytesLeft == 0 && gate.chunks == null;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf bytes)) {
            context.fireChannelRead(message);
            return;
        }
        if (refused) {
            bytes.release();
            return;
        }
        ByteBuf all = joined(context, bytes);
        int good = judge(context, all);
        if (refused) {
            passUpTo(context, all, good);
            all.release();
        } else if (good == all.writerIndex()) {
            disarm();
            context.fireChannelRead(all);
        } else {
            if (good > all.readerIndex()) {
                disarm(); // an earlier head is whole: the one that follows has its own time
            }
            passUpTo(context, all, good);
            hold(context, all);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        letGo();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        letGo();
    }

    private ByteBuf joined(ChannelHandlerContext context, ByteBuf bytes) {
        ByteBuf before = held;
        held = null;
        if (before == null) {
            return bytes;
        }
        try {
            if (before.maxWritableBytes() >= bytes.readableBytes() && before.refCnt() == 1 && !before.isReadOnly()) {
                return before.writeBytes(bytes);
            }
            ByteBuf both = context.alloc().buffer(before.readableBytes() + bytes.readableBytes());
            both.writeBytes(before).writeBytes(bytes);
            before.release();
            return both;
        } finally {
            bytes.release();
        }
    }

    /** Index past the last byte that may pass. */
    private int judge(ChannelHandlerContext context, ByteBuf all) {
        int good = all.readerIndex();
        int at = good + scanned;
        int end = all.writerIndex();
        while (at < end && !refused) {
            if (bodyBytesLeft > 0) {
                int skipped = (int) Math.min(bodyBytesLeft, end - at);
                bodyBytesLeft -= skipped;
                at += skipped;
                good = at;
            } else if (chunks != null) {
                at = scanChunks(context, chunks, all, at);
                good = at;
            } else if (endsHead(all.getByte(at++))) {
                if (!refused) {
                    judgeHead(ByteBufUtil.getBytes(all, good, at - good));
                }
                if (refused) {
                    answerInTurn(context, all, good);
                    return all.readerIndex();
                }
                good = at;
            }
        }
        scanned = at - good;
        if (scanned > HEAD_BYTES_MAX) {
            refused = true;
            onRefusal.accept("head too long");
            return end;
        }
        return good;
    }

    private int scanChunks(ChannelHandlerContext context, ChunkScanner scanner, ByteBuf all, int at) {
        int stopped = scanner.scan(all, at, all.writerIndex());
        if (scanner.malformed()) {
            refused = true;
            onRefusal.accept("chunk");
            var _ = context.close();
        } else if (scanner.done()) {
            chunks = null;
        }
        return stopped;
    }

    /** Whether the byte completes the head, or makes it one that never can be: then the gate has refused. */
    private boolean endsHead(byte here) {
        byte before = previous;
        previous = here;
        if (here == '\n') {
            boolean emptyLine = lineBytes == 0;
            lineBytes = 0;
            return before != '\r' ? refuseHead("line end") : emptyLine;
        }
        boolean control = (here >= 0 && here < ' ' && here != '\t' && here != '\r') || here == 0x7F;
        if (control || before == '\r') {
            return refuseHead("control character");
        }
        lineBytes += here == '\r' ? 0 : 1;
        return false;
    }

    private boolean refuseHead(String why) {
        refused = true;
        onRefusal.accept(why);
        return true;
    }

    private void judgeHead(byte[] head) {
        previous = 0;
        scanned = 0;
        switch (Framing.of(head)) {
            case Framing.Sized sized -> bodyBytesLeft = sized.bytes();
            case Framing.Chunked _ -> chunks = new ChunkScanner();
            case Framing.Malformed malformed -> refuseHead(malformed.why());
        }
    }

    private void answerInTurn(ChannelHandlerContext context, ByteBuf all, int good) {
        passUpTo(context, all, good);
        disarm();
        context.fireChannelRead(Unpooled.wrappedBuffer(REFUSED_BY_EVERY_DECODER));
    }

    private static void passUpTo(ChannelHandlerContext context, ByteBuf all, int good) {
        int length = good - all.readerIndex();
        if (length > 0) {
            context.fireChannelRead(all.readRetainedSlice(length));
        }
    }

    private void hold(ChannelHandlerContext context, ByteBuf rest) {
        held = rest;
        if (deadline == null) {
            deadline = context.executor().schedule(() -> late(context), headDeadline.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void late(ChannelHandlerContext context) {
        refused = true;
        onRefusal.accept("slow head");
        letGo();
        var _ = context.close();
    }

    private void disarm() {
        ScheduledFuture<?> armed = deadline;
        deadline = null;
        if (armed != null) {
            armed.cancel(false);
        }
    }

    private void letGo() {
        disarm();
        ByteBuf rest = held;
        held = null;
        if (rest != null) {
            rest.release();
        }
    }
}
