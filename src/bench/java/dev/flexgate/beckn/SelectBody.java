package dev.flexgate.beckn;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** A {@code select} of 5 kB in the LTS dialect: a context with ids of its own, then always the same message. */
final class SelectBody {

    private static final int MESSAGE_BYTES = 4_600;
    private static final String PADDING = "~";

    /** In no order and never twice the same, so that it compresses as messages of the network do: to two fifths. */
    private static final String[] WORDS = """
            half an hour of accelerators at night, when the wind blows: 20 kWh at most, stopped on demand, started again \
            within minutes; 5 pounds a megawatt hour below the day's price. Cooling follows later than load, which is why \
            a site that is asked to lower its draw at once answers with what its batteries hold and lets chillers come \
            down over a quarter of an hour""".split(" ", -1);

    private SelectBody() {}

    static String of(int port) {
        return context(port) + message();
    }

    static String context(int port) {
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
        return """
                {"context":{"version":"2.0.0","action":"select","bapId":"%s","bapUri":"http://127.0.0.1:1/beckn",\
                "bppId":"%s","bppUri":"http://127.0.0.1:%d/beckn",\
                "transactionId":"%s","messageId":"%s","timestamp":"%s","ttl":"PT10M"},""".formatted(InboundHouse.BUYER, InboundHouse.SELLER, port, uuid(), uuid(), now);
    }

    static String message() {
        String message = """
                "message":{"contract":{"commitments":[{"id":"commitment-1","status":{"descriptor":{"code":"DRAFT"}},\
                "resources":[{"id":"slot-1","descriptor":{"name":"A window","longDesc":"~"},\
                "quantity":{"unitCode":"MWH","unitQuantity":0.02}}],\
                "offer":{"id":"compute-slot-1","descriptor":{"name":"An offer","longDesc":"~"},\
                "resourceIds":["slot-1"]},\
                "commitmentAttributes":{"@context":"https://flexgate.example/schema/context.jsonld",\
                "@type":"ComputeEnergyFulfillment","computeLoad":0.01,"computeLoadUnit":"MW",\
                "timeWindow":{"start":"2026-11-22T10:00:00Z","end":"2026-11-22T12:00:00Z"}}}]}}}""";
        int each = (MESSAGE_BYTES - message.length()) / 2;
        var random = new Random(each);
        String first = message.replaceFirst(PADDING, prose(random, each));
        return first.replaceFirst(PADDING, prose(random, each));
    }

    private static String prose(Random random, int length) {
        var prose = new StringBuilder();
        while (prose.length() < length) {
            prose.append(WORDS[random.nextInt(WORDS.length)]).append(' ');
        }
        return prose.substring(0, length);
    }

    private static UUID uuid() {
        var random = ThreadLocalRandom.current(); // unique is enough, and there are hundreds of thousands
        return new UUID((random.nextLong() & ~0xF000L) | 0x4000L, (random.nextLong() >>> 2) | Long.MIN_VALUE);
    }
}
