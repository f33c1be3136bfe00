package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.registry.Lookup;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;

/**
 * What each step of the inbound path costs by itself, in microseconds of processor time of one thread: unlike what a
 * clock on the wall says, that hardly changes when something else runs on the machine. The median of several rounds.
 *
 * <p>Arguments: rounds, messages a round.
 */
public final class InboundStages {

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int PORT = 18_099;

    /** Takes the k-th message; what it returns is looked at, so that nothing is left out. */
    private interface Step {
        Object take(int k) throws Exception;
    }

    private final int rounds;
    private final int messages;
    private int seen;

    private InboundStages(int rounds, int messages) {
        this.rounds = rounds;
        this.messages = messages;
    }

    public static void main(String[] arguments) throws Exception {
        new InboundStages(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[1])).run();
    }

    private void run() throws Exception {
        var signatures = new Signatures(Clock.systemUTC(), SignatureLimits.DEFAULT);
        var bodies = new byte[messages][];
        var headers = new String[messages];
        var parsed = new SignatureHeader[messages];
        var trees = new JsonNode[messages];
        for (int k = 0; k < messages; k++) {
            bodies[k] = SelectBody.of(PORT).getBytes(StandardCharsets.UTF_8);
            headers[k] = signatures.sign(InboundHouse.buyer(), bodies[k]).text();
            parsed[k] = SignatureHeader.parse(headers[k]);
            trees[k] = StrictJson.parse(bodies[k]);
        }
        Registry registry = registry();
        Participant buyer = buyer(registry, parsed[0]);
        var us = InboundHouse.seller();
        var self = new BecknNode(us, InboundHouse.url(PORT));
        var admission = new Admission(self, registry, Dialects.all(), BecknLimits.DEFAULT, Clock.systemUTC());
        var lts = new LtsDialect();
        BecknMessage.Request request = lts.readRequest(Action.SELECT, trees[0]);
        byte[] ack = Json.bytes(lts.ack(request.context().messageId()));

        measure("read the signature header", k -> SignatureHeader.parse(headers[k]));
        measure("look up the sender", k -> admission.lookup(parsed[k]));
        measure("BLAKE2b-512 of the body", k -> Digests.blake2b512(bodies[k]));
        measure("verify, with that digest", k -> Signatures.verify(parsed[k], bodies[k], buyer.key()));
        measure("parse JSON strictly", k -> StrictJson.parse(bodies[k]));
        measure("tell the dialect", k -> admission.dialects().of(trees[k]));
        measure("validate and read", k -> lts.readRequest(Action.SELECT, trees[k]));
        measure("check the envelope", k -> {
            admission.check(lts, request.context(), buyer);
            return request;
        });
        measure("SHA-256 of the body", k -> Digests.sha256(bodies[k]));
        measure("write the ACK", k -> Json.bytes(lts.ack(request.context().messageId())));
        measure(
                "sign the ACK",
                k -> signatures.signAnswer(us, ack, parsed[k].signature()).text());
        System.out.println("(" + seen + ")");
    }

    private static Registry registry() throws Exception {
        Path folder = Files.createTempDirectory("stages");
        return Registry.of(InboundHouse.registry(folder, PORT));
    }

    private static Participant buyer(Registry registry, SignatureHeader header) {
        Lookup lookup =
                registry.ask(header.keyId(), Clock.systemUTC().instant()).await();
        return ((Lookup.Known) lookup).participant();
    }

    private void measure(String name, Step step) throws Exception {
        double[] micros = new double[rounds];
        for (int round = 0; round < rounds; round++) {
            long begun = THREADS.getCurrentThreadCpuTime();
            for (int k = 0; k < messages; k++) {
                seen += step.take(k) == null ? 0 : 1;
            }
            micros[round] = (THREADS.getCurrentThreadCpuTime() - begun) / 1e3 / messages;
        }
        Arrays.sort(micros, 0, rounds);
        System.out.printf(Locale.ROOT, "%-28s %7.2f us%n", name, micros[rounds / 2]);
    }
}
