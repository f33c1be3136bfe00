package dev.flexgate.beckn;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** One level of load: one thread, its connections, and at most one message under way on each. */
final class InboundLevel implements AutoCloseable {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int ANSWER_BYTES_MAX = 16_384;
    private static final byte[] ACCEPTED = "HTTP/1.1 200".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] LENGTH = "content-length: ".getBytes(StandardCharsets.US_ASCII);

    private final SignedSelects selects;
    private final long intervalNanos;
    private final long lengthNanos;
    private final Selector selector = Selector.open();
    private final ArrayDeque<Connection> idle = new ArrayDeque<>();
    private final Histogram micros = new Histogram(Duration.ofMinutes(1).toNanos() / 1_000, 3);
    private final int connections;
    private long begun;
    private long last;
    private int next;
    private int answered;
    private int accepted;
    private Duration spent = Duration.ZERO;

    InboundLevel(SignedSelects selects, int rate, Duration length, int connections, int port) throws IOException {
        this.selects = selects;
        this.intervalNanos = rate == 0 ? 0 : 1_000_000_000L / rate;
        this.lengthNanos = length.toNanos();
        this.connections = connections;
        for (int i = 0; i < connections; i++) {
            SocketChannel channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            var connection = new Connection(channel);
            channel.register(selector, SelectionKey.OP_READ, connection);
            idle.add(connection);
        }
    }

    void run() throws IOException {
        long cpu = THREADS.getCurrentThreadCpuTime();
        begun = System.nanoTime();
        last = begun;
        while (!isOver()) {
            sendWhatIsDue();
            selector.select(1);
            for (SelectionKey key : selector.selectedKeys()) {
                ((Connection) key.attachment()).read();
            }
            selector.selectedKeys().clear();
        }
        spent = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - cpu);
    }

    private boolean isOver() {
        boolean allSent = next == selects.count() || System.nanoTime() - begun > lengthNanos;
        return allSent && answered == next;
    }

    private void sendWhatIsDue() throws IOException {
        long now = System.nanoTime() - begun;
        while (!idle.isEmpty() && next < selects.count() && now <= lengthNanos && next * intervalNanos <= now) {
            long due = intervalNanos == 0 ? now : next * intervalNanos;
            idle.remove().send(next++, begun + due);
        }
    }

    int answered() {
        return answered;
    }

    /** Processor time of the thread that sent and received. */
    Duration spent() {
        return spent;
    }

    String figures() {
        double elapsed = (last - begun) / 1e9;
        return String.format(
                Locale.ROOT,
                "select: %s connections=%d seconds=%.1f acknowledged/s=%.0f refused=%d"
                        + " p50=%.2fms p95=%.2fms p99=%.2fms max=%.2fms",
                intervalNanos == 0 ? "closed-loop" : "rate=" + 1_000_000_000L / intervalNanos,
                connections,
                elapsed,
                accepted / elapsed,
                answered - accepted,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(95) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                micros.getMaxValue() / 1e3);
    }

    @Override
    public void close() throws IOException {
        for (SelectionKey key : selector.keys()) {
            key.channel().close();
        }
        selector.close();
    }

    private final class Connection {

        private final SocketChannel channel;
        private final ByteBuffer direct = ByteBuffer.allocateDirect(ANSWER_BYTES_MAX);
        private final byte[] answer = new byte[ANSWER_BYTES_MAX];
        private long due;

        Connection(SocketChannel channel) {
            this.channel = channel;
        }

        void send(int k, long due) throws IOException {
            this.due = due;
            ByteBuffer[] parts = selects.request(k);
            while (parts[1].hasRemaining()) {
                channel.write(parts); // a whole request fits the socket's buffer: this hardly ever goes round
            }
        }

        void read() throws IOException {
            if (channel.read(direct) < 0) {
                throw new IOException("the gateway hung up");
            }
            int length = direct.position();
            direct.get(0, answer, 0, length);
            if (!isWhole(length)) {
                return;
            }
            direct.clear();
            boolean isAccepted = indexOf(ACCEPTED, length) == 0;
            if (!isAccepted && accepted == answered) {
                System.out.println("refused: " + new String(answer, 0, length, StandardCharsets.UTF_8));
            }
            last = System.nanoTime();
            micros.recordValue((last - due) / 1_000);
            answered++;
            accepted += isAccepted ? 1 : 0;
            idle.add(this);
        }

        private boolean isWhole(int length) {
            int name = indexOf(LENGTH, length);
            int at = name + LENGTH.length;
            int body = 0;
            while (name >= 0 && at < length && answer[at] != '\r') {
                body = 10 * body + answer[at++] - '0';
            }
            for (; name >= 0 && at + 3 < length; at++) {
                if (answer[at] == '\r' && answer[at + 1] == '\n' && answer[at + 2] == '\r' && answer[at + 3] == '\n') {
                    return length >= at + 4 + body;
                }
            }
            return false;
        }

        private int indexOf(byte[] wanted, int length) {
            for (int at = 0; at + wanted.length <= length; at++) {
                int same = 0;
                while (same < wanted.length && answer[at + same] == wanted[same]) {
                    same++;
                }
                if (same == wanted.length) {
                    return at;
                }
            }
            return -1;
        }
    }
}
