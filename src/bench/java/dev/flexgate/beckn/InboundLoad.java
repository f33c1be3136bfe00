package dev.flexgate.beckn;

import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.HdrHistogram.Histogram;

/**
 * Open-loop load of signed {@code select}s of 5 kB on an {@link InboundHouse} in a process of its own: messages leave at
 * a fixed rate whether or not earlier ones were answered, and each wait is counted from the moment its message was due,
 * so that a stall of the gateway shows in every message it delayed. Rate 0 is a closed loop: as many as come back.
 *
 * <p>Messages are written and signed before the clock starts; what is left of the client while it runs is copying
 * bytes into sockets and looking for the end of each answer, so that little of the machine is spent on it.
 *
 * <p>Arguments: folder, event loops, connections, seconds, rates (one or more, in messages a second).
 */
public final class InboundLoad {

    private static final int PORT = 18_099;
    private static final int BODY_BYTES = 5_000;
    private static final int CLOSED_LOOP_PER_SECOND = 20_000;
    private static final String ACCEPTED = "HTTP/1.1 200";

    private final Vertx vertx = Vertx.vertx();
    private final NetClient client = vertx.createNetClient();
    private final Sender sender = InboundHouse.buyer();
    private final Signatures signatures = new Signatures(Clock.systemUTC(), SignatureLimits.DEFAULT);

    private InboundLoad() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        String loops = arguments[1];
        int connections = Integer.parseInt(arguments[2]);
        int seconds = Integer.parseInt(arguments[3]);
        Process house = house(folder, loops);
        try (BufferedReader said = house.inputReader()) {
            awaitReady(said);
            var load = new InboundLoad();
            load.run(connections, Math.max(3, seconds / 2), 0); // so that both sides are compiled
            for (int at = 4; at < arguments.length; at++) {
                System.out.println(load.run(connections, seconds, Integer.parseInt(arguments[at])));
            }
            house.getOutputStream().close();
            said.lines().forEach(System.out::println);
            load.vertx.close().await();
        } finally {
            house.destroy();
        }
    }

    private static Process house(Path folder, String loops) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx2g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        InboundHouse.class.getName(),
                        folder.toString(),
                        Integer.toString(PORT),
                        loops)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void awaitReady(BufferedReader said) throws IOException {
        for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
            if (line == null) {
                throw new IllegalStateException("the house did not come up");
            }
        }
    }

    /** One level of load: {@code rate} a second, or a closed loop when that is 0. */
    private String run(int connections, int seconds, int rate) throws Exception {
        int perSecond = rate == 0 ? CLOSED_LOOP_PER_SECOND : rate;
        List<byte[]> requests = requests(perSecond * seconds);
        var ended = new CountDownLatch(1);
        var level = new Level(requests, rate, Duration.ofSeconds(seconds), connections, ended);
        vertx.runOnContext(_ -> level.start());
        ended.await();
        return level.figures(rate);
    }

    private List<byte[]> requests(int count) {
        List<byte[]> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            byte[] body = body().getBytes(StandardCharsets.UTF_8);
            String head = "POST /beckn/select HTTP/1.1\r\nHost: 127.0.0.1:" + PORT
                    + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length + "\r\nAuthorization: "
                    + signatures.sign(sender, body).text() + "\r\n\r\n";
            requests.add(Buffer.buffer(head).appendBytes(body).getBytes());
        }
        return requests;
    }

    private String body() {
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
        String ids = """
                {"context":{"version":"2.0.0","action":"select","bapId":"%s","bapUri":"http://127.0.0.1:1/beckn",\
                "bppId":"%s","bppUri":"http://127.0.0.1:%d/beckn",\
                "transactionId":"%s","messageId":"%s","timestamp":"%s","ttl":"PT10M"},\
                "message":{"contract":{"commitments":[{"id":"commitment-1","status":{"descriptor":{"code":"DRAFT"}},\
                "resources":[{"id":"slot-1","descriptor":{"name":"A window","longDesc":"%s"},\
                "quantity":{"unitCode":"MWH","unitQuantity":0.02}}],\
                "offer":{"id":"compute-slot-1","descriptor":{"name":"An offer","longDesc":"%s"},"resourceIds":["slot-1"]},\
                "commitmentAttributes":{"@context":"https://flexgate.example/schema/context.jsonld",\
                "@type":"ComputeEnergyFulfillment","computeLoad":0.01,"computeLoadUnit":"MW",\
                "timeWindow":{"start":"2026-11-22T10:00:00Z","end":"2026-11-22T12:00:00Z"}}}]}}}""".formatted(
                InboundHouse.BUYER, InboundHouse.SELLER, PORT, UUID.randomUUID(), UUID.randomUUID(), now, "%s", "%s");
        String padding = "x".repeat((BODY_BYTES - ids.length()) / 2);
        return ids.formatted(padding, padding);
    }

    /** One level of load; everything runs on one event loop. */
    private final class Level {

        private final List<byte[]> requests;
        private final long intervalNanos;
        private final long lengthNanos;
        private final int connections;
        private final CountDownLatch ended;
        private final ArrayDeque<Connection> idle = new ArrayDeque<>();
        private final Histogram micros = new Histogram(Duration.ofMinutes(1).toNanos() / 1_000, 3);
        private long begun;
        private long last;
        private int next;
        private int open;
        private int answered;
        private int accepted;

        Level(List<byte[]> requests, int rate, Duration length, int connections, CountDownLatch ended) {
            this.requests = requests;
            this.intervalNanos = rate == 0 ? 0 : 1_000_000_000L / rate;
            this.lengthNanos = length.toNanos();
            this.connections = connections;
            this.ended = ended;
        }

        void start() {
            for (int i = 0; i < connections; i++) {
                client.connect(PORT, "127.0.0.1").onSuccess(socket -> {
                    idle.add(new Connection(this, socket));
                    if (++open == connections) {
                        begun = System.nanoTime();
                        vertx.setPeriodic(1, timer -> {
                            send();
                            if (isOver()) {
                                vertx.cancelTimer(timer);
                                idle.forEach(Connection::close);
                                ended.countDown();
                            }
                        });
                    }
                });
            }
        }

        private boolean isOver() {
            boolean allSent = next == requests.size() || System.nanoTime() - begun > lengthNanos;
            return allSent && answered == next;
        }

        void send() {
            long now = System.nanoTime() - begun;
            while (!idle.isEmpty() && next < requests.size() && now <= lengthNanos && next * intervalNanos <= now) {
                long due = intervalNanos == 0 ? now : next * intervalNanos;
                idle.remove().send(requests.get(next++), begun + due);
            }
        }

        void answered(Connection connection, boolean isAccepted, long due) {
            last = System.nanoTime();
            micros.recordValue((last - due) / 1_000);
            answered++;
            accepted += isAccepted ? 1 : 0;
            idle.add(connection);
            send();
        }

        String figures(int rate) {
            double elapsed = (last - begun) / 1e9;
            return String.format(
                    Locale.ROOT,
                    "select: %s connections=%d seconds=%.1f acknowledged/s=%.0f refused=%d"
                            + " p50=%.2fms p95=%.2fms p99=%.2fms max=%.2fms",
                    rate == 0 ? "closed-loop" : "rate=" + rate,
                    connections,
                    elapsed,
                    accepted / elapsed,
                    answered - accepted,
                    micros.getValueAtPercentile(50) / 1e3,
                    micros.getValueAtPercentile(95) / 1e3,
                    micros.getValueAtPercentile(99) / 1e3,
                    micros.getMaxValue() / 1e3);
        }
    }

    /** One connection with at most one message under way. */
    private static final class Connection {

        private final Level level;
        private final NetSocket socket;
        private Buffer got = Buffer.buffer();
        private long due;

        Connection(Level level, NetSocket socket) {
            this.level = level;
            this.socket = socket;
            socket.handler(this::take);
        }

        void send(byte[] request, long due) {
            this.due = due;
            socket.write(Buffer.buffer(request));
        }

        private void take(Buffer part) {
            got.appendBuffer(part);
            String text = got.toString(StandardCharsets.ISO_8859_1);
            int head = text.indexOf("\r\n\r\n");
            if (head < 0) {
                return;
            }
            int name = text.toLowerCase(Locale.ROOT).indexOf("content-length:");
            int length = Integer.parseInt(
                    text.substring(name + 15, text.indexOf('\r', name)).strip());
            if (got.length() >= head + 4 + length) {
                boolean accepted = text.startsWith(ACCEPTED);
                if (!accepted && level.accepted == level.answered) {
                    System.out.println("refused: " + text.substring(head + 4));
                }
                got = Buffer.buffer();
                level.answered(this, accepted, due);
            }
        }

        void close() {
            socket.close();
        }
    }
}
