package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Config;
import dev.flexgate.House;
import dev.flexgate.cli.Buyer.NoDeal;
import dev.flexgate.execution.simulated.SimulatedSite;
import dev.flexgate.wire.AddressPolicy;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.OutboundLimits;
import dev.flexgate.wire.StrictJson;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A gateway of its own for a demonstration: on a test clock, with simulated forecasts and a simulated executor at every
 * site of the catalogue. It is talked to over HTTP alone, as by anybody.
 */
final class Rehearsal implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ANSWER_BYTES_MAX = 64 * 1024 * 1024;

    private final Vertx vertx = Vertx.vertx();
    private final Map<String, SimulatedSite> sites = new TreeMap<>();
    private final OutboundHttp http = new OutboundHttp(
            vertx,
            AddressPolicy.loopback(),
            OutboundLimits.DEFAULT.withResponseBytes(ANSWER_BYTES_MAX),
            new SimpleMeterRegistry());
    private final Ports ports = Ports.free();
    private final Path catalog;
    private volatile Instant now;
    private Optional<House> house = Optional.empty();

    private Rehearsal(Instant start, Path catalog) {
        this.now = start;
        this.catalog = catalog;
    }

    /**
     * Opens one.
     *
     * @param catalog sites, jobs and offers
     * @param folder where its data go
     */
    static Rehearsal open(Instant start, Path catalog, Path folder) {
        var rehearsal = new Rehearsal(start, catalog);
        try {
            rehearsal.begin(folder);
            return rehearsal;
        } catch (RuntimeException fault) {
            rehearsal.close();
            throw fault;
        }
    }

    private void begin(Path folder) {
        siteIds().forEach(id -> sites.put(id, SimulatedSite.open(vertx, () -> now, List.of())));
        Path executors = folder.resolve("executors.json");
        write(executors, executors());
        Map<String, String> settings = new HashMap<>();
        settings.put("FLEXGATE_DATA_DIR", folder.resolve("data").toString());
        settings.put("FLEXGATE_CATALOG_DIR", catalog.toString());
        settings.put("FLEXGATE_HTTP_PORT", Integer.toString(ports.network()));
        settings.put("FLEXGATE_OPERATIONS_PORT", Integer.toString(ports.operations()));
        settings.put("FLEXGATE_FEEDS", "simulated");
        settings.put("FLEXGATE_TEST_CLOCK", now.toString());
        settings.put("FLEXGATE_EXECUTORS_FILE", executors.toString());
        settings.put("FLEXGATE_EXECUTOR_NETWORKS", "127.0.0.0/8");
        house = Optional.of(House.open(Config.fromEnvironment(settings)));
    }

    private List<String> siteIds() {
        try (Stream<Path> files = Files.list(catalog.resolve("sites"))) {
            return files.map(Path::getFileName)
                    .map(Path::toString)
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - ".json".length()))
                    .sorted()
                    .toList();
        } catch (IOException absent) {
            throw new NoDeal("there is no catalogue at " + catalog + ": run it from the project's folder");
        }
    }

    private byte[] executors() {
        ObjectNode json = Json.object();
        ArrayNode list = json.putArray("executors");
        sites.forEach((id, site) ->
                list.addObject().put("siteId", id).put("url", site.url().toString()));
        return Json.bytes(json);
    }

    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    Instant now() {
        return now;
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + ports.network());
    }

    SimulatedSite site(String id) {
        return Optional.ofNullable(sites.get(id)).orElseThrow(() -> new NoDeal("no site is called " + id));
    }

    /** The meter of a site's first asset, as the catalogue has it. */
    String meter(String id) {
        try {
            JsonNode site =
                    StrictJson.parse(Files.readAllBytes(catalog.resolve("sites").resolve(id + ".json")));
            String meter = site.path("assets").path(0).path("meter").asText();
            if (meter.isEmpty()) {
                throw new NoDeal("site " + id + " has no meter");
            }
            return meter;
        } catch (IOException unreadable) {
            throw new NoDeal("the catalogue has no site " + id);
        }
    }

    /** Lets time pass until {@code moment}, for the gateway and for the sites. */
    void moveTo(Instant moment) {
        now = moment;
        URI clock = URI.create("http://127.0.0.1:" + ports.operations() + "/clock");
        expect(200, post(clock, Json.object().put("now", moment.toString())), "POST /clock");
    }

    JsonNode get(String path) {
        return StrictJson.parse(bytes(path));
    }

    byte[] bytes(String path) {
        Answer answer = http.send(Call.get(url().resolve(path), Map.of(), PATIENCE));
        expect(200, answer, "GET " + path);
        return answer.body();
    }

    /** An audit bundle, once a checkpoint covers all of it; checkpoints are made in the gateway's time, which must pass. */
    byte[] bundle(String path) {
        return Waiting.until(PATIENCE, () -> {
                    Answer answer = http.send(Call.get(url().resolve(path), Map.of(), PATIENCE));
                    if (answer.status() == 503) {
                        moveTo(now.plusSeconds(1));
                        return Optional.<byte[]>empty();
                    }
                    expect(200, answer, "GET " + path);
                    return Optional.of(answer.body());
                })
                .orElseThrow(() -> new NoDeal("GET " + path + " was not ready within " + PATIENCE));
    }

    /** Creates or executes something; says what came of it. */
    JsonNode post(String path, ObjectNode body) {
        Answer answer = post(url().resolve(path), body);
        if (answer.status() != 200 && answer.status() != 201) {
            expect(201, answer, "POST " + path);
        }
        return StrictJson.parse(answer.body());
    }

    /** Asks for flexibility and waits for the answer, which may take longer than one request. */
    JsonNode need(ObjectNode body) {
        String path = "/api/v1/flex/needs";
        Answer answer = post(url().resolve(path), body);
        if (answer.status() != 202) {
            expect(201, answer, "POST " + path);
            return StrictJson.parse(answer.body());
        }
        String need =
                path + "/" + StrictJson.parse(answer.body()).path("needId").asText();
        return Waiting.until(
                        PATIENCE,
                        () -> Optional.of(get(need))
                                .filter(now -> !now.path("state").asText().equals("RECEIVED")))
                .orElseThrow(() -> new NoDeal(need + " was not answered within " + PATIENCE));
    }

    private Answer post(URI target, ObjectNode body) {
        var headers = Map.of(
                "Content-Type",
                "application/json",
                "Idempotency-Key",
                UUID.randomUUID().toString());
        return http.send(Call.post(target, headers, Json.bytes(body), PATIENCE));
    }

    private static void expect(int status, Answer answer, String what) {
        if (answer.status() != status) {
            throw new NoDeal(
                    what + " answered " + answer.status() + ": " + new String(answer.body(), StandardCharsets.UTF_8));
        }
    }

    /** Asks again until the answer is as wanted: what happens behind the gateway's door takes real time. */
    JsonNode await(String path, String what, Predicate<JsonNode> wanted) {
        var last = new AtomicReference<>("");
        return Waiting.until(PATIENCE, () -> {
                    Answer answer = http.send(Call.get(url().resolve(path), Map.of(), PATIENCE));
                    last.set(new String(answer.body(), StandardCharsets.UTF_8));
                    return Optional.of(answer)
                            .filter(each -> each.status() == 200)
                            .map(each -> StrictJson.parse(each.body()))
                            .filter(wanted);
                })
                .orElseThrow(() -> new NoDeal(
                        what + " did not come within " + PATIENCE + "; GET " + path + " says " + last.get()));
    }

    /** Where the gateway of the rehearsal listens. */
    private record Ports(int network, int operations) {

        /** Two that are free; both are held until both are known, else they could be the same. */
        static Ports free() {
            try (var network = new ServerSocket(0);
                    var operations = new ServerSocket(0)) {
                return new Ports(network.getLocalPort(), operations.getLocalPort());
            } catch (IOException broken) {
                throw new UncheckedIOException(broken);
            }
        }
    }

    @Override
    public void close() {
        house.ifPresent(House::close);
        sites.values().forEach(SimulatedSite::close);
        vertx.close().await();
    }
}
