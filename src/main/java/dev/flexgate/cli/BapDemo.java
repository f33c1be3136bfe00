package dev.flexgate.cli;

import dev.flexgate.Membership;
import dev.flexgate.audit.BundleVerifier;
import dev.flexgate.audit.NoteKey;
import dev.flexgate.audit.Verdict;
import dev.flexgate.beckn.BapClient;
import dev.flexgate.beckn.BecknEvidence;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.dialect.DegDialect;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.dialect.LtsDialect;
import dev.flexgate.beckn.dialect.v1.V1Dialect;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Charge;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.Window;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.cli.Buyer.Found;
import dev.flexgate.cli.Buyer.NoDeal;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code flexgate demo bap}: an independent buyer over real HTTP with its own key and its own port for callbacks. It
 * buys one slot and ends by verifying the audit bundle of its order.
 */
@Command(name = "bap", description = "Play a buyer: discover, select, init, confirm, status, verify the audit.")
final class BapDemo implements Callable<Integer> {

    private static final int EXIT_FAILED = 1;
    private static final int BUNDLE_BYTES_MAX = 64 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(names = "--gateway", defaultValue = "http://127.0.0.1:8080", description = "Address of the gateway.")
    private URI gateway = URI.create("http://127.0.0.1:8080");

    @Option(names = "--registry", defaultValue = "data/registry.json", description = "Registry file of the network.")
    private Path registryFile = Path.of("data", "registry.json");

    @Option(names = "--provider", defaultValue = "bpp.flexgate.example", description = "Subscriber id of the seller.")
    private String provider = "bpp.flexgate.example";

    @Option(names = "--subscriber", defaultValue = "bap.demo.example", description = "Our own subscriber id.")
    private String subscriber = "bap.demo.example";

    @Option(names = "--power-kw", defaultValue = "20", description = "IT power to buy.")
    private int powerKw = 20;

    @Option(
            names = "--dialect",
            defaultValue = "lts",
            description = "Generation of the protocol to speak: lts, deg or 1.1.1 (default ${DEFAULT-VALUE}).")
    private String dialect = "lts";

    @Override
    public Integer call() {
        Vertx vertx = Vertx.vertx();
        try {
            play(vertx);
            return 0;
        } catch (NoDeal fault) {
            say("FAILED", String.valueOf(fault.getMessage()));
            return EXIT_FAILED;
        } finally {
            vertx.close().await();
        }
    }

    private void play(Vertx vertx) {
        var clock = Clock.systemUTC();
        SigningKey key = SigningKey.generate(new SecureRandom());
        URI url = URI.create("http://127.0.0.1:" + freePort() + "/beckn");
        var self = new BecknNode(
                new Sender(subscriber, key.named("demo-" + key.keyId().substring(0, 8))), url);
        Membership.enter(
                registryFile,
                self.sender().keyId(),
                Role.BAP,
                url,
                self.sender().signer(),
                clock.instant());
        say("buyer", subscriber + " with a new Ed25519 key " + key.publicKey().base64() + ", callbacks at " + url);
        var outbound = new OutboundHttp(
                vertx,
                AddressPolicy.loopback(),
                OutboundLimits.DEFAULT.withResponseBytes(BUNDLE_BYTES_MAX),
                new SimpleMeterRegistry());
        try (BapClient client = BapClient.open(vertx, self, Registry.of(registryFile), outbound, clock, spoken())) {
            Contract contract = buy(new Buyer(client, provider));
            verify(outbound, contract);
        }
    }

    private Dialect spoken() {
        String name = switch (dialect) {
            case "lts" -> LtsDialect.NAME;
            case "deg" -> DegDialect.NAME;
            case V1Dialect.NAME -> V1Dialect.NAME;
            default ->
                throw new ParameterException(spec.commandLine(), "--dialect is lts, deg or 1.1.1, not " + dialect);
        };
        say("dialect", name);
        return Dialects.all().named(name);
    }

    private Contract buy(Buyer buyer) {
        Power power = Power.ofKilowatts(powerKw);
        List<Catalog> catalogs = onceKnown(buyer);
        Found found = greenest(catalogs, power);
        Window window = found.item().window();
        say(
                "discover",
                count(catalogs) + " slots; the greenest with " + power + " left is "
                        + found.item().id());
        say(
                "",
                "  " + window.site().locality() + " " + window.interval() + ", carbon "
                        + window.carbon()
                                .map(carbon -> carbon.p50() + " ("
                                        + carbon.p10().gramsPerKwh() + " to "
                                        + carbon.p90().gramsPerKwh() + ")")
                                .orElse("unsaid")
                        + ", list price "
                        + window.pricing()
                                .map(pricing -> pricing.price().p50().toString())
                                .orElse("unsaid")
                        + ", forecasts " + window.provenance().quality());
        Contract quoted = buyer.select(found, power);
        say(
                "select",
                "contract " + quoted.id() + " quoted"
                        + quoted.basis()
                                .map(basis -> ", held until " + basis.until())
                                .orElse(""));
        quoted.charges().forEach(this::sayCharge);
        quoted.basis()
                .ifPresent(basis -> say(
                        "",
                        "  emits " + basis.carbon().p50() + ", negotiated against plan " + basis.planVersion() + " ("
                                + basis.planId() + ")"));
        Contract initiated = buyer.init(quoted, found, power);
        say("init", "contract " + initiated.id() + " " + initiated.stage());
        Contract confirmed = buyer.confirm(initiated, found, power);
        say("confirm", "contract " + confirmed.id() + " " + confirmed.stage() + " at " + total(confirmed));
        Contract status = buyer.status(confirmed, found, power);
        say("status", "contract " + status.id() + " " + status.stage());
        say("signatures", "every acknowledgement and every callback was signed by " + provider + " and verified");
        return status;
    }

    /** The gateway reads a changed registry within a second or two; until then it does not know us. */
    private List<Catalog> onceKnown(Buyer buyer) {
        return Waiting.until(PATIENCE, () -> {
                    try {
                        return Optional.of(buyer.discover(new Intent("", "")));
                    } catch (NoDeal notYet) {
                        if (!String.valueOf(notYet.getMessage()).contains("AUT_")) {
                            throw notYet;
                        }
                        return Optional.<List<Catalog>>empty();
                    }
                })
                .orElseThrow(() -> new NoDeal("the gateway does not know us after " + PATIENCE + ": is " + registryFile
                        + " the registry that it reads?"));
    }

    private static Found greenest(List<Catalog> catalogs, Power power) {
        return catalogs.stream()
                .flatMap(catalog -> catalog.offers().stream()
                        .flatMap(offer -> catalog.items().stream()
                                .filter(item -> offer.resourceIds().contains(item.id()))
                                .map(item -> new Found(item, offer))))
                .filter(found -> found.item()
                        .window()
                        .available()
                        .filter(left -> left.compareTo(power) >= 0)
                        .isPresent())
                .filter(found -> found.item().window().carbon().isPresent())
                .min(Comparator.comparing((Found found) ->
                                found.item().window().carbon().orElseThrow().p50())
                        .thenComparing(found -> found.item().id()))
                .orElseThrow(() -> new NoDeal("no slot of known carbon has " + power + " left"));
    }

    private void verify(OutboundHttp outbound, Contract contract) {
        NoteKey trusted = NoteKey.of(new String(get(outbound, "/log/vkey"), StandardCharsets.UTF_8).strip());
        byte[] zip = get(outbound, "/api/v1/audit/bundles/order/" + contract.id());
        Verdict verdict = new BundleVerifier(trusted, List.of(new BecknEvidence())).verify(zip);
        switch (verdict) {
            case Verdict.Genuine genuine ->
                say(
                        "audit",
                        "bundle of " + zip.length + " bytes is genuine: " + genuine.records() + " records, "
                                + genuine.counterparties() + " counterparty signatures, log size "
                                + genuine.checkpoint().size() + ", root "
                                + genuine.checkpoint().root());
            case Verdict.Refused refused ->
                throw new NoDeal("the audit bundle fails check " + refused.check() + " in " + refused.file() + ": "
                        + refused.why());
        }
    }

    /** Reads once the log covers the case: a record is sequenced and published within a second. */
    private byte[] get(OutboundHttp outbound, String path) {
        Map<String, String> access =
                Rest.authorization((FlexGateCommand) spec.root().userObject());
        return Waiting.until(PATIENCE, () -> {
                    Answer answer = outbound.send(Call.get(gateway.resolve(path), access, PATIENCE));
                    if (answer.status() == 401 || answer.status() == 403) {
                        throw new NoDeal("GET " + path + " answered " + answer.status()
                                + ": this gateway has API keys; name one with audit:read of the tenant operator in"
                                + " --key-file or FLEXGATE_API_KEY");
                    }
                    if (answer.status() != 200 && answer.status() != 503) {
                        throw new NoDeal("GET " + path + " answered " + answer.status());
                    }
                    return Optional.of(answer.body()).filter(_ -> answer.status() == 200);
                })
                .orElseThrow(() -> new NoDeal("GET " + path + " was not ready within " + PATIENCE));
    }

    private void sayCharge(Charge charge) {
        String lines = charge.lines().stream()
                .map(line -> line.kind().toLowerCase(Locale.ROOT) + " " + line.amount())
                .collect(Collectors.joining(" + "));
        say("", "  price " + charge.total() + " = " + lines);
    }

    private static String total(Contract contract) {
        return contract.charges().stream()
                .map(charge -> charge.total().toString())
                .collect(Collectors.joining(", "));
    }

    private static long count(List<Catalog> catalogs) {
        return catalogs.stream().map(Catalog::items).mapToLong(List::size).sum();
    }

    private void say(String step, String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%-11s%s%n", step, line);
        out.flush();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }
}
