package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.NoteKey;
import dev.flexgate.beckn.BecknEvidence;
import dev.flexgate.cli.Buyer.NoDeal;
import dev.flexgate.execution.simulated.SimulatedMeter;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.settlement.recompute.Recomputation;
import dev.flexgate.settlement.recompute.SettlementVerifier;
import dev.flexgate.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * {@code flexgate demo operator}: a grid operator from request to settled half-hour. Starts a gateway of its own on a
 * test clock, with simulated forecasts, sites and meters; every number it prints is simulated.
 */
@Command(
        name = "operator",
        description = "Play a grid operator on a test clock: ask, order, dispatch, measure, settle, verify.")
final class OperatorDemo implements Callable<Integer> {

    private static final int EXIT_FAILED = 1;

    /** A Tuesday: a working day, far from a change of the clocks. */
    private static final Instant START = Instant.parse("2026-11-10T08:00:00Z");

    private static final int HALF_HOURS = 3;
    private static final Duration LEAD = Duration.ofHours(4);
    private static final Duration HISTORY = Duration.ofDays(62);
    private static final BigDecimal QUARTER = new BigDecimal("0.25");
    private static final SimulatedMeter METER = new SimulatedMeter(20_261_110, 0.02, 0);

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(names = "--catalog", defaultValue = "catalog", description = "Folder of sites, jobs and offers.")
    private Path catalog = Path.of("catalog");

    @Option(names = "--direction", defaultValue = "DOWN", description = "DOWN for less load, UP for more.")
    private Direction direction = Direction.DOWN;

    @Option(names = "--power-kw", defaultValue = "600", description = "How much less load, or more, to ask for.")
    private int powerKw = 600;

    @Option(names = "--bundle", description = "Where to keep the audit bundle; not kept without it.")
    private Path bundle = Path.of("");

    @Override
    public Integer call() {
        Path folder = temporary();
        try (Rehearsal rehearsal = Rehearsal.open(START, catalog, folder)) {
            play(rehearsal);
            return 0;
        } catch (NoDeal fault) {
            say("FAILED", String.valueOf(fault.getMessage()));
            return EXIT_FAILED;
        } finally {
            delete(folder);
        }
    }

    private void play(Rehearsal rehearsal) {
        say("gateway", "at " + rehearsal.url() + " on a TEST CLOCK at " + rehearsal.now() + "; all data SIMULATED");
        Want want = want(rehearsal.await("/api/v1/plan", "a plan", plan -> plan.has("allocations")));
        JsonNode order = order(rehearsal, want);
        Map<Instant, Power> baseline = baseline(order);
        history(rehearsal, want, baseline);
        dispatch(rehearsal, order);
        measure(rehearsal, want, baseline);
        settle(rehearsal, order);
        verify(rehearsal, order);
    }

    /** Where and when the plan has the most load that could move, or the least where there shall be more. */
    private record Want(String site, Interval window) {}

    private Want want(JsonNode plan) {
        Map<String, TreeMap<Instant, Long>> load = new HashMap<>();
        for (JsonNode allocation : plan.path("allocations")) {
            var span = Interval.of(
                    allocation.path("start").asText(), allocation.path("end").asText());
            HalfHours.of(span).stream()
                    .forEach(half -> load.computeIfAbsent(
                                    allocation.path("siteId").asText(), _ -> new TreeMap<>())
                            .merge(half.start(), allocation.path("itPowerW").asLong(), Long::sum));
        }
        List<Map.Entry<Want, Long>> windows = new ArrayList<>();
        load.forEach((site, halves) -> halves.keySet().stream()
                .filter(start -> start.isAfter(START.plus(LEAD)))
                .forEach(start -> {
                    var grid = new HalfHours(start, HALF_HOURS);
                    long least = grid.stream()
                            .mapToLong(half -> halves.getOrDefault(half.start(), 0L))
                            .min()
                            .orElse(0);
                    windows.add(Map.entry(new Want(site, grid.span()), direction == Direction.DOWN ? least : -least));
                }));
        return windows.stream()
                .max(Map.Entry.<Want, Long>comparingByValue()
                        .thenComparing(each -> each.getKey().site())
                        .thenComparing(each -> each.getKey().window().start(), Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new NoDeal("the plan has no load that could move"));
    }

    private JsonNode order(Rehearsal rehearsal, Want want) {
        ObjectNode need = Json.object()
                .put("requestId", "demo-1")
                .put("area", "site:" + want.site())
                .put("start", want.window().start().toString())
                .put("end", want.window().end().toString())
                .put("powerKw", powerKw)
                .put("direction", direction.name())
                .put("penaltyPerKwh", "0.05")
                .put("baselineMethod", "BL01");
        JsonNode asked = rehearsal.need(need);
        say(
                "request",
                powerKw + (direction == Direction.DOWN ? " kW less at " : " kW more at ") + want.site() + ", "
                        + want.window() + ", baseline BL01");
        JsonNode offer = asked.path("offer");
        if (offer.isMissingNode()) {
            throw new NoDeal("declined: " + asked);
        }
        say(
                "offer",
                offer.path("offerId").asText() + " until "
                        + offer.path("validUntil").asText() + ", confidence "
                        + offer.path("confidence").asText());
        for (JsonNode option : offer.path("options")) {
            say(
                    "",
                    "  " + kilowatts(option.path("powerW")) + " kW for "
                            + option.path("price").asText() + " "
                            + option.path("currency").asText() + " (last step "
                            + option.path("marginalPerKwh").asText() + " per kWh); the plan's own cost changes by "
                            + option.path("extraCost").asText() + " give or take "
                            + option.path("extraCostUncertainty").asText() + ", its carbon by "
                            + new BigDecimal(option.path("extraCarbonMg").asText()).movePointLeft(6)
                            + " kgCO2, no more certain; "
                            + rebound(option));
        }
        JsonNode order =
                rehearsal.post("/api/v1/flex/offers/" + offer.path("offerId").asText() + ":order", Json.object());
        say(
                "order",
                order.path("orderId").asText() + " " + order.path("state").asText() + ": "
                        + kilowatts(order.path("powerW")) + " kW, from " + kilowatts(order.path("baselineLoadW"))
                        + " to " + kilowatts(order.path("targetLoadW")) + " kW at the meter, for "
                        + order.path("price").asText() + " "
                        + order.path("currency").asText());
        return order;
    }

    private String rebound(JsonNode option) {
        var later = new TreeSet<String>();
        option.path("rebound").forEach(each -> {
            if (each.path("changeW").asLong() > 0 == (direction == Direction.DOWN)) {
                later.add(each.path("start").asText().substring(0, 16) + "Z at "
                        + each.path("siteId").asText());
            }
        });
        return later.isEmpty()
                ? "no rebound"
                : "rebound in " + later.size() + " half-hours, the first " + later.first();
    }

    /** What the site would draw without the event, as the order froze it. */
    private static Map<Instant, Power> baseline(JsonNode order) {
        Map<Instant, Power> baseline = new TreeMap<>();
        order.path("lines")
                .forEach(line -> baseline.put(
                        Instant.parse(line.path("start").asText()),
                        new Power(line.path("baselineW").asLong())));
        return baseline;
    }

    /** Two months of readings, so that BL01 has its days. */
    private void history(Rehearsal rehearsal, Want want, Map<Instant, Power> baseline) {
        Instant from = new SettlementPeriod(
                        SettlementPeriod.containing(START.minus(HISTORY)).date(), 1)
                .interval()
                .start();
        HalfHours grid = HalfHours.of(new Interval(from, HalfHours.floor(START)));
        int taken = readings(rehearsal, "demo-history", want, grid, half -> usual(half, baseline));
        say("history", taken + " half-hours of the meter of " + want.site() + " since " + from);
    }

    /** Drawn as on any other day: in the event's half-hours what was planned, else a quarter of the highest. */
    private static Power usual(Interval half, Map<Instant, Power> baseline) {
        long sinceEvent = Math.floorMod(
                half.start().getEpochSecond()
                        - baseline.keySet().iterator().next().getEpochSecond(),
                Duration.ofDays(1).toSeconds());
        Instant alike = baseline.keySet().iterator().next().plusSeconds(sinceEvent);
        Power highest =
                baseline.values().stream().max(Comparator.naturalOrder()).orElseThrow();
        Power elsewhere = new Power(QUARTER.multiply(BigDecimal.valueOf(highest.watts()))
                .setScale(0, RoundingMode.HALF_EVEN)
                .longValueExact());
        return baseline.getOrDefault(alike, elsewhere);
    }

    /** Load of a half-hour. */
    private interface Load {
        Power in(Interval half);
    }

    private static int readings(Rehearsal rehearsal, String batch, Want want, HalfHours grid, Load load) {
        ObjectNode body = Json.object().put("batchId", batch);
        ObjectNode line = body.putArray("readings")
                .addObject()
                .put("meterId", meter(rehearsal, want.site()))
                .put("start", grid.start().toString())
                .put("interval", "PT30M")
                .put("unit", "kWh")
                .put("quality", "SIMULATED");
        ArrayNode values = line.putArray("values");
        METER.read(grid.stream(), load::in).forEach(reading -> values.add(reading.kilowattHours()));
        return rehearsal.post("/api/v1/readings", body).path("added").asInt();
    }

    private static String meter(Rehearsal rehearsal, String site) {
        return rehearsal.meter(site);
    }

    private void dispatch(Rehearsal rehearsal, JsonNode order) {
        String orderId = order.path("orderId").asText();
        Instant start = Instant.parse(order.path("start").asText());
        Instant end = Instant.parse(order.path("end").asText());
        rehearsal.moveTo(start.minus(Duration.ofMinutes(10)));
        JsonNode acknowledged = dispatches(rehearsal, orderId, "ACKED");
        say(
                "dispatch",
                acknowledged.path("dispatchId").asText() + " taken by the site's executor at " + rehearsal.now());
        for (Instant at = start; at.isBefore(end); at = at.plus(HalfHours.STEP)) {
            rehearsal.moveTo(at.plusSeconds(1));
            dispatches(rehearsal, orderId, "IN_PROGRESS");
        }
        rehearsal.moveTo(end.plusSeconds(1));
        dispatches(rehearsal, orderId, "COMPLETED");
        say("", "  carried out until " + end);
    }

    private static JsonNode dispatches(Rehearsal rehearsal, String orderId, String state) {
        return rehearsal
                .await(
                        "/api/v1/dispatches?orderId=" + orderId,
                        "a dispatch that is " + state,
                        list -> list.path("dispatches").size() > 0
                                && Stream.of(list.path("dispatches"))
                                        .flatMap(each -> each.valueStream())
                                        .allMatch(each ->
                                                each.path("state").asText().equals(state)))
                .path("dispatches")
                .path(0);
    }

    private void measure(Rehearsal rehearsal, Want want, Map<Instant, Power> baseline) {
        HalfHours grid =
                HalfHours.of(new Interval(HalfHours.floor(START), want.window().end()));
        int taken = readings(
                rehearsal,
                "demo-event",
                want,
                grid,
                half -> rehearsal.site(want.site()).load(half, usual(half, baseline)));
        say("readings", taken + " half-hours of the event's day");
    }

    private void settle(Rehearsal rehearsal, JsonNode order) {
        String path = "/api/v1/flex/settlements/" + order.path("orderId").asText();
        JsonNode settled = rehearsal.await(path, "a settlement", found -> found.has("lastRun"));
        for (JsonNode period : settled.path("periods")) {
            say(
                    "settled",
                    period.path("settlementDate").asText() + " SP"
                            + period.path("settlementPeriod").asText() + ": baseline "
                            + period.path("baselineMwh").asText() + " MWh ("
                            + period.path("baselineStatus").asText() + "), metered "
                            + period.path("meteredMwh").asText() + ", delivered "
                            + period.path("deliveredMwh").asText() + ", net "
                            + period.path("net").asText() + " "
                            + settled.path("currency").asText());
        }
        say(
                "",
                "  in all " + settled.path("lastRun").path("net").asText() + " "
                        + settled.path("currency").asText() + ", by "
                        + settled.path("formula").asText());
    }

    private void verify(Rehearsal rehearsal, JsonNode order) {
        NoteKey trusted = NoteKey.of(new String(rehearsal.bytes("/log/vkey"), StandardCharsets.UTF_8).strip());
        byte[] zip = rehearsal.bundle(
                "/api/v1/audit/bundles/settlement/" + order.path("orderId").asText());
        if (!bundle.toString().isEmpty()) {
            keep(zip);
        }
        switch (new SettlementVerifier(trusted, List.of(new BecknEvidence())).recompute(zip)) {
            case Recomputation.Confirmed confirmed -> {
                Recomputation.Run run = confirmed.orders().getFirst().runs().getLast();
                say(
                        "verified",
                        "bundle of " + zip.length + " bytes and " + confirmed.records()
                                + " records, offline: delivered " + run.deliveredMwh() + " MWh, net " + run.net() + " "
                                + confirmed.orders().getFirst().currency() + ", to the last digit");
            }
            case Recomputation.Refused refused ->
                throw new NoDeal(
                        "the bundle fails check " + refused.check() + " in " + refused.file() + ": " + refused.why());
        }
    }

    private void keep(byte[] zip) {
        try {
            Files.write(bundle, zip);
            say("bundle", bundle.toString());
        } catch (IOException unwritable) {
            throw new NoDeal("the bundle cannot be written to " + bundle);
        }
    }

    private static String kilowatts(JsonNode watts) {
        return new Power(watts.asLong()).kilowatts().stripTrailingZeros().toPlainString();
    }

    private void say(String step, String words) {
        spec.commandLine().getOut().printf("%-10s %s%n", step, words);
        spec.commandLine().getOut().flush();
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("flexgate-demo");
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException left) {
            // It lies in the machine's temporary folder, which is cleared by others.
        }
    }
}
