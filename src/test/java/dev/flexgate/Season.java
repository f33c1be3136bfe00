package dev.flexgate;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.DegOperator;
import dev.flexgate.execution.simulated.SimulatedMeter;
import dev.flexgate.execution.simulated.SimulatedSite;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.store.DatabaseAddress;
import dev.flexgate.store.TestDatabase;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Two sites, two grid operators and the weather of a fortnight on a test clock. One operator comes through REST, the
 * other through Beckn. The gateway is a process of its own, so that it can be killed.
 */
final class Season implements AutoCloseable {

    static final List<String> SITES = List.of("cambridge-east", "south-wales");

    private static final int HISTORY_DAYS = 40;
    private static final SimulatedMeter METER = new SimulatedMeter(14, 0.03, 0.004);
    private static final Duration EVENT = Duration.ofMinutes(90);

    private final Random random = new Random(20_261_018);
    private final Map<String, SimulatedSite> executors = new TreeMap<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private final HookSink hooks = new HookSink();
    private final GatewayProcess gateway;
    private final DatabaseAddress address = TestDatabase.freshAddress();
    private final DegOperator operator;
    /** What each site was planned to draw, in W at its meter, when the half-hour began. */
    private final Map<String, Map<Instant, Power>> planned = new TreeMap<>();

    private final Set<String> orders = new LinkedHashSet<>();
    private volatile Instant now;
    private int jobs;
    private int needs;
    private int declined;
    private int activations;
    private boolean killsNext;

    Season(Path folder, Instant start) throws IOException {
        this.now = start;
        for (String site : SITES) {
            executors.put(site, SimulatedSite.open(TestDatabase.vertx(), () -> now, List.of()));
            planned.put(site, new TreeMap<>());
        }
        Files.createDirectories(folder.resolve("data"));
        Path registry = folder.resolve("data/registry.json");
        gateway = new GatewayProcess(folder, settings(folder, start));
        operator = new DegOperator(registry, gateway.url().resolve("/beckn"), () -> now);
        subscribe();
        history();
    }

    private Map<String, String> settings(Path folder, Instant start) throws IOException {
        Map<String, String> settings = new HashMap<>();
        settings.put(
                "FLEXGATE_DATABASE_URL",
                "postgresql://%s:%s@%s:%d/%s"
                        .formatted(
                                address.user(),
                                address.password(),
                                address.host(),
                                address.port(),
                                address.database()));
        settings.put("FLEXGATE_TEST_CLOCK", start.toString());
        settings.put("FLEXGATE_CATALOG_DIR", SmallCatalog.in(folder, SITES).toString());
        ObjectNode executorsJson = Json.object();
        ArrayNode list = executorsJson.putArray("executors");
        executors.forEach((site, executor) ->
                list.addObject().put("siteId", site).put("url", executor.url().toString()));
        Path file = folder.resolve("executors.json");
        Files.write(file, Json.bytes(executorsJson));
        settings.put("FLEXGATE_EXECUTORS_FILE", file.toString());
        settings.put("FLEXGATE_EXECUTOR_NETWORKS", "127.0.0.0/8");
        return settings;
    }

    private void subscribe() {
        ObjectNode body = Json.object().put("url", hooks.url()).put("signing", "v1a");
        body.putArray("eventTypes").add("flex.flex-order.*").add("flex.settlement.*");
        post("/api/v1/webhooks", body);
    }

    DatabaseAddress address() {
        return address;
    }

    GatewayProcess gateway() {
        return gateway;
    }

    HookSink hooks() {
        return hooks;
    }

    DegOperator operator() {
        return operator;
    }

    Set<String> orders() {
        return orders;
    }

    Instant now() {
        return now;
    }

    String figures() {
        return "jobs=%d needs=%d declined=%d activations=%d orders=%d webhooks=%d"
                .formatted(
                        jobs,
                        needs,
                        declined,
                        activations,
                        orders.size(),
                        hooks.ids().size());
    }

    /** Meter readings of the weeks before, so that baselines have their days. */
    private void history() {
        for (String site : SITES) {
            Instant from = startOf(dateOf(now).minusDays(HISTORY_DAYS));
            send("history-" + site, site, HalfHours.of(new Interval(from, now)), half -> Power.ofKilowatts(3_000));
        }
    }

    private static LocalDate dateOf(Instant moment) {
        return SettlementPeriod.containing(moment).date();
    }

    private static Instant startOf(LocalDate date) {
        return new SettlementPeriod(date, 1).interval().start();
    }

    private interface Load {
        Power in(Interval half);
    }

    /** Sends what the meter of a site read; a gap is not sent, and comes a day later as an estimate. */
    private void send(String batch, String site, HalfHours grid, Load load) {
        ObjectNode body = Json.object().put("batchId", batch);
        ArrayNode lines = body.putArray("readings");
        for (SimulatedMeter.Reading reading : METER.read(grid.stream(), load::in)) {
            lines.addObject()
                    .put("meterId", meter(site))
                    .put("start", reading.period().start().toString())
                    .put("interval", "PT30M")
                    .put("unit", "kWh")
                    .put("quality", "SIMULATED")
                    .putArray("values")
                    .add(reading.kilowattHours());
        }
        for (int from = 0; from < lines.size(); from += 900) {
            ObjectNode part = Json.object().put("batchId", batch + "-" + from);
            ArrayNode some = part.putArray("readings");
            for (int at = from; at < Math.min(lines.size(), from + 900); at++) {
                some.add(lines.get(at));
            }
            post("/api/v1/readings", part);
        }
    }

    private static String meter(String site) {
        return site + "-gpu";
    }

    /** The next activation is acknowledged, and then the gateway is killed before anybody hears what came of it. */
    void killAfterTheNextAcknowledgement() {
        killsNext = true;
    }

    /** One day: jobs come, operators ask, time passes, sites obey, meters report. */
    void day(int count) {
        submit(count);
        settleDown();
        askByRest();
        askByBeckn();
        Instant end = startOf(dateOf(now.plus(Duration.ofHours(30))));
        while (now.isBefore(end)) {
            settleDown();
            note();
            moveTo(min(end, now.plus(isBusy() ? Duration.ofMinutes(15) : Duration.ofHours(2))));
        }
        report(end);
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    void moveTo(Instant moment) {
        now = moment;
        gateway.moveClock(moment);
    }

    /** Within a quarter of an hour before a window, or in it. */
    private boolean isBusy() {
        return orders.stream()
                .map(id -> get("/api/v1/flex/orders/" + id))
                .anyMatch(order -> now.plus(Duration.ofHours(2))
                                .isAfter(Instant.parse(order.path("start").asText()))
                        && now.isBefore(
                                Instant.parse(order.path("end").asText()).plus(Duration.ofMinutes(30))));
    }

    private void submit(int count) {
        for (int number = 0; number < count; number++) {
            jobs++;
            int power = 100 + 50 * random.nextInt(8);
            int halfHours = 4 + random.nextInt(12);
            String home = SITES.get(random.nextInt(SITES.size()));
            ObjectNode job = Json.object()
                    .put("reference", "season-" + jobs)
                    .put("name", "Job " + jobs)
                    .put("itPowerKw", power)
                    .put("workKwh", power * halfHours / 2)
                    .put("release", now.toString())
                    .put(
                            "deadline",
                            now.plus(Duration.ofHours(20 + random.nextInt(20))).toString())
                    .put("homeSite", home);
            job.putObject("shape")
                    .put(
                            "kind",
                            List.of("MALLEABLE", "PREEMPTIBLE", "CONTIGUOUS").get(random.nextInt(3)));
            SITES.forEach(job.withArray("allowedSites")::add);
            post("/api/v1/jobs", job);
        }
    }

    /** Until the plan knows of this hour and of every job. A killed gateway's planning lease lapses in real time. */
    void settleDown() {
        for (int patience = 1; patience <= 3; patience++) {
            try {
                Await.until("a plan of " + now, this::isPlanned);
                return;
            } catch (AssertionError leased) {
                if (patience == 3) {
                    throw leased;
                }
            }
        }
    }

    private boolean isPlanned() {
        Optional<JsonNode> plan = find("/api/v1/plan");
        return plan.isPresent()
                && !Instant.parse(plan.get().path("start").asText()).isBefore(HalfHours.floor(now))
                && find("/api/v1/jobs?state=QUEUED&limit=1")
                        .orElseThrow()
                        .path("jobs")
                        .isEmpty();
    }

    /** Remembers what the plan of this moment has in store for the next hours. */
    private void note() {
        JsonNode plan = get("/api/v1/plan");
        Map<String, Map<Instant, Long>> load = new HashMap<>();
        for (JsonNode allocation : plan.path("allocations")) {
            var span = Interval.of(
                    allocation.path("start").asText(), allocation.path("end").asText());
            HalfHours.of(span).stream()
                    .forEach(half -> load.computeIfAbsent(
                                    allocation.path("siteId").asText(), _ -> new TreeMap<>())
                            .merge(half.start(), allocation.path("itPowerW").asLong(), Long::sum));
        }
        for (String site : SITES) {
            new HalfHours(HalfHours.ceiling(now), 6)
                    .stream()
                            .forEach(half -> plannedAt(site)
                                    .put(
                                            half.start(),
                                            facility(load.getOrDefault(site, Map.of())
                                                    .getOrDefault(half.start(), 0L))));
        }
    }

    /** Roughly what a meter sees of IT load: the exact factor is the site's affair. */
    private static Power facility(long itWatts) {
        return new Power(2_000_000 + itWatts * 6 / 5);
    }

    private Map<Instant, Power> plannedAt(String site) {
        return requireNonNull(planned.get(site));
    }

    private SimulatedSite executor(String site) {
        return requireNonNull(executors.get(site));
    }

    private record Want(String site, Instant start) {}

    /** The site and start where the plan has the most load for the whole event, within a day. */
    private Optional<Want> busiest(String site) {
        JsonNode plan = get("/api/v1/plan");
        Map<Instant, Long> load = new TreeMap<>();
        for (JsonNode allocation : plan.path("allocations")) {
            if (allocation.path("siteId").asText().equals(site)) {
                var span = Interval.of(
                        allocation.path("start").asText(),
                        allocation.path("end").asText());
                HalfHours.of(span).stream()
                        .forEach(half -> load.merge(
                                half.start(), allocation.path("itPowerW").asLong(), Long::sum));
            }
        }
        Instant earliest = now.plus(Duration.ofHours(3));
        Instant latest = now.plus(Duration.ofHours(22));
        return load.keySet().stream()
                .filter(start -> start.isAfter(earliest) && start.isBefore(latest))
                .max(Comparator.comparingLong(start -> new HalfHours(start, 3)
                        .stream()
                                .mapToLong(half -> load.getOrDefault(half.start(), 0L))
                                .min()
                                .orElse(0)))
                .map(start -> new Want(site, start));
    }

    private void askByRest() {
        busiest(SITES.get(0)).ifPresent(want -> {
            needs++;
            ObjectNode need = Json.object()
                    .put("requestId", "rest-" + needs)
                    .put("area", "site:" + want.site())
                    .put("start", want.start().toString())
                    .put("end", want.start().plus(EVENT).toString())
                    .put("powerKw", 200 + 50 * random.nextInt(6))
                    .put("penaltyPerKwh", "0.05")
                    .put("baselineMethod", needs % 2 == 0 ? "BL01" : "COUNTERFACTUAL");
            JsonNode asked = post("/api/v1/flex/needs", need);
            if (asked.has("offer")) {
                JsonNode order =
                        post("/api/v1/flex/offers/" + asked.at("/offer/offerId").asText() + ":order", Json.object());
                orders.add(order.path("orderId").asText());
            } else {
                declined++;
            }
        });
    }

    private void askByBeckn() {
        busiest(SITES.get(1)).ifPresent(want -> {
            activations++;
            String event = "season-event-" + activations;
            int kilowatts = 200 + 50 * random.nextInt(6);
            try {
                Await.until(
                        "the gateway knows the operator",
                        () -> operator.activate(event, want.site(), kilowatts, want.start(), EVENT, now));
            } catch (AssertionError refused) {
                throw new AssertionError(event + " at " + now + ": " + operator.lastAnswer(), refused);
            }
            if (killsNext) {
                killsNext = false;
                gateway.kill();
                gateway.restart();
            }
            JsonNode answer = operator.answer(event);
            JsonNode id = answer.at("/message/order/beckn:id");
            if (answer.has("error") || id.isMissingNode()) {
                declined++;
            } else {
                find("/api/v1/flex/orders?limit=20")
                        .orElseThrow()
                        .path("orders")
                        .forEach(order -> {
                            if (order.path("requester").asText().equals(DegOperator.ID)) {
                                orders.add(order.path("orderId").asText());
                            }
                        });
            }
        });
    }

    /** The meters of the day that ends at {@code end}, and estimates for the gaps of the day before. */
    private void report(Instant end) {
        LocalDate day = dateOf(end).minusDays(1);
        for (String site : SITES) {
            Interval span = new Interval(startOf(day), end);
            send(
                    "day-" + day + "-" + site,
                    site,
                    HalfHours.of(span),
                    half -> executor(site)
                            .load(half, plannedAt(site).getOrDefault(half.start(), Power.ofKilowatts(2_000))));
            estimate(day.minusDays(1), site);
        }
    }

    private void estimate(LocalDate day, String site) {
        Interval span = new Interval(startOf(day), startOf(day.plusDays(1)));
        Set<Instant> known = new LinkedHashSet<>();
        get("/api/v1/readings?meterId=" + meter(site) + "&from=" + span.start() + "&to=" + span.end())
                .path("readings")
                .forEach(
                        reading -> known.add(Instant.parse(reading.path("start").asText())));
        ObjectNode body = Json.object().put("batchId", "estimate-" + day + "-" + site);
        ArrayNode lines = body.putArray("readings");
        HalfHours.of(span).stream()
                .filter(half -> !known.contains(half.start()))
                .forEach(half -> lines.addObject()
                        .put("meterId", meter(site))
                        .put("start", half.start().toString())
                        .put("interval", "PT30M")
                        .put("unit", "kWh")
                        .put("quality", "ESTIMATED")
                        .putArray("values")
                        .add(1_250));
        if (!lines.isEmpty()) {
            post("/api/v1/readings", body);
        }
    }

    /** What stays of the fortnight: every settlement by order. */
    Map<String, JsonNode> settlements() {
        Map<String, JsonNode> found = new TreeMap<>();
        orders.forEach(id -> find("/api/v1/flex/settlements/" + id).ifPresent(each -> found.put(id, each)));
        return found;
    }

    JsonNode get(String path) {
        return find(path).orElseThrow(() -> new AssertionError("GET " + path + " found nothing"));
    }

    Optional<JsonNode> find(String path) {
        HttpResponse<byte[]> answer = send(HttpRequest.newBuilder(uri(path)).build());
        return answer.statusCode() == 200 ? Optional.of(StrictJson.parse(answer.body())) : Optional.empty();
    }

    /** The bundle of a settlement. Checkpoints are made in the gateway's time, which must pass. */
    byte[] bundle(String id) {
        URI uri = uri("/api/v1/audit/bundles/settlement/" + id);
        List<HttpResponse<byte[]>> answers = new ArrayList<>();
        Await.until("the bundle of " + id, () -> {
            answers.add(send(HttpRequest.newBuilder(uri).build()));
            boolean isCut = answers.getLast().statusCode() == 200;
            if (!isCut) {
                moveTo(now.plusSeconds(1));
            }
            return isCut;
        });
        return answers.getLast().body();
    }

    byte[] bytes(String path) {
        return send(HttpRequest.newBuilder(uri(path)).build()).body();
    }

    private URI uri(String path) {
        return gateway.url().resolve(path);
    }

    private JsonNode post(String path, ObjectNode body) {
        String key = UUID.randomUUID().toString();
        List<HttpResponse<byte[]>> answers = new ArrayList<>();
        Await.until("POST " + path + " " + body, () -> {
            answers.add(send(HttpRequest.newBuilder(uri(path))
                    .header("Content-Type", "application/json")
                    .header("Idempotency-Key", key)
                    .POST(BodyPublishers.ofByteArray(Json.bytes(body)))
                    .build()));
            int status = answers.getLast().statusCode();
            if (status != 200 && status != 201 && status != 202 && status != 503 && status != 429 && status != 409) {
                throw new AssertionError(path + " answered " + status + " "
                        + new String(answers.getLast().body(), StandardCharsets.UTF_8));
            }
            return status == 200 || status == 201;
        });
        return StrictJson.parse(answers.getLast().body());
    }

    private HttpResponse<byte[]> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofByteArray());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    @Override
    public void close() {
        gateway.close();
        operator.close();
        hooks.close();
        executors.values().forEach(SimulatedSite::close);
        http.close();
    }
}
