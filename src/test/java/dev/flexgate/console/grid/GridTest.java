package dev.flexgate.console.grid;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.Await;
import dev.flexgate.console.Browser;
import dev.flexgate.console.Browser.Scheme;
import dev.flexgate.console.TestConsole;
import dev.flexgate.console.Visitor;
import dev.flexgate.execution.simulated.SimulatedMeter;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a grid operator and the gateway's operator see of one order, from the request to the settled half-hour; and that
 * pages follow what happens without being loaded again.
 */
@ExtendWith(Visitor.Lent.class)
@TestInstance(Lifecycle.PER_CLASS)
class GridTest {

    private static final int HALF_HOURS = 2;
    private static final Duration LEAD = Duration.ofMinutes(90);
    private static final Duration HISTORY = Duration.ofDays(62);
    private static final SimulatedMeter METER = new SimulatedMeter(20_260_302, 0.02, 0);

    private final Visitor visitor;
    private final Browser browser;
    private final TestConsole console;

    GridTest(Visitor visitor) {
        this.visitor = visitor;
        this.browser = visitor.browser().scripting(true).looking(1440, Scheme.LIGHT);
        this.console = visitor.console();
    }

    /** Where and when the plan has the most load that could move. */
    private record Want(String site, Interval window) {}

    @Test
    void an_order_is_followed_live_from_the_request_to_the_settled_half_hours() {
        Want want = want();
        Instant known = history(want);
        String need = ask(want.site(), want.window().start(), 300);
        assertTrue(browser.text(".buy").contains("The answer"), browser::text);
        assertTrue(browser.text("#rebound").contains("300 kW less in the window"), browser::text);
        browser.press("Order");
        String order = browser.path();
        assertTrue(order.startsWith("/flex/orders/"), browser::text);
        assertTrue(browser.text().contains("turn down"), browser::text);
        String id = order.substring("/flex/orders/".length());
        String dispatch = dispatch(id, "PLANNED");
        follow(dispatch, want, known);
        visitor.look(List.of("/flex", need, order, "/flex/dispatches", "/flex/dispatches/" + dispatch));
        settle(id, want);
        visitor.look(List.of("/flex/settlements", "/flex/settlements/" + id));
    }

    /** The page of the instruction changes by itself, as the site answers, reports and is metered. */
    private void follow(String dispatch, Want want, Instant known) {
        visitor.open("/flex/dispatches/" + dispatch);
        browser.mark();
        Await.until("live", () -> browser.text("[data-live-note]").startsWith("Live"));
        assertTrue(browser.text("#live").contains("the site has not reported yet"), browser::text);
        console.moveTo(want.window().start().minus(Duration.ofMinutes(10)));
        Await.until("acknowledged, live", () -> browser.text("#live").contains("acked"));
        console.moveTo(want.window().start().plusSeconds(61));
        Await.until("begun, live", () -> browser.text("#live").contains("in progress"));
        long watts = Long.parseLong(console.await("/api/v1/dispatches/" + dispatch, _ -> true)
                .at("/halfHours/0/facilityPowerW")
                .asText());
        console.post("/api/v1/dispatches/" + dispatch + ":report", """
                {"revision": 1, "state": "RUNNING", "measuredAt": "%s", "facilityPowerW": %d}
                """.formatted(
                        want.window().start().plusSeconds(60), watts));
        Await.until("reported, live", () -> browser.text("#live").contains("by its newest report"));
        console.moveTo(want.window().start().plus(HalfHours.STEP).plusSeconds(1));
        Interval first = Interval.from(want.window().start(), HalfHours.STEP);
        read(want, new Interval(known, first.end()), half -> half.equals(first) ? new Power(watts) : usual(want));
        Await.until("metered, live", () -> browser.text("#live").contains("in the newest half-hour that has readings"));
        assertTrue(browser.isMarked(), "the page was loaded again");
        browser.picture("dispatch-live-1440-light");
    }

    private void settle(String order, Want want) {
        console.moveTo(want.window().end().plusSeconds(1));
        read(want, Interval.from(want.window().start().plus(HalfHours.STEP), HalfHours.STEP), _ -> usual(want));
        console.await("/api/v1/flex/settlements/" + order, found -> found.has("lastRun"));
    }

    @Test
    void what_no_job_can_bear_is_not_offered_and_the_answer_says_why() {
        ask("south-wales", console.now().plus(Duration.ofHours(3)), 900_000);
        assertFalse(browser.text(".alert").isEmpty(), browser::text);
    }

    @Test
    void a_list_shows_what_is_new_without_being_loaded_again() {
        visitor.open("/jobs");
        Await.until("live", () -> browser.text("[data-live-note]").startsWith("Live"));
        browser.mark();
        String name = "Checksums of " + console.now();
        submit(name);
        Await.until("a new row", () -> browser.text("#list").contains(name));
        assertTrue(browser.isMarked(), "the page was loaded again");
    }

    @Test
    void a_page_survives_a_gap_and_says_that_it_read_everything_anew() throws Exception {
        // As a laptop that wakes beside another log: its last event is one that this log has not reached. The gateway
        // answers with a real gap.
        String asleep = """
                delete window.SharedWorker;
                const ask = window.fetch;
                let first = true;
                window.fetch = (address, options) => {
                    if (first && String(address).startsWith("/stream")) {
                        first = false;
                        options.headers["Last-Event-ID"] = "999999999";
                    }
                    return ask(address, options);
                };
                """;
        try (AutoCloseable _ = browser.prepared(asleep)) {
            visitor.open("/jobs");
        }
        Await.until(
                "told of it",
                () -> String.valueOf(browser.find("[data-live-note]").getDomAttribute("title"))
                        .contains("Events were missed"));
        String name = "Thumbnails of " + console.now();
        submit(name);
        Await.until("still live", () -> browser.text("#list").contains(name));
        assertTrue(browser.text("[data-live-note]").startsWith("Live"), browser::text);
    }

    private void submit(String name) {
        console.post("/api/v1/jobs", """
                {"reference": "%s", "name": "%s", "itPowerKw": 10, "workKwh": 10, "deadline": "%s", "homeSite": "south-wales",
                 "allowedSites": ["south-wales"], "shape": {"kind": "MALLEABLE"}}
                """.formatted(
                name.replaceAll("[^A-Za-z0-9]", "-"), name, console.now().plus(Duration.ofHours(30))));
    }

    private Want want() {
        JsonNode plan = console.await("/api/v1/plan", found -> found.has("allocations"));
        Map<String, TreeMap<Instant, Long>> load = new TreeMap<>();
        for (JsonNode run : plan.path("allocations")) {
            var span = Interval.of(run.path("start").asText(), run.path("end").asText());
            HalfHours.of(span).stream()
                    .forEach(half -> load.computeIfAbsent(run.path("siteId").asText(), _ -> new TreeMap<>())
                            .merge(half.start(), run.path("itPowerW").asLong(), Long::sum));
        }
        Want best = new Want("", Interval.from(HalfHours.floor(console.now()), HalfHours.STEP));
        long most = 0;
        for (var site : load.entrySet()) {
            for (Instant start : site.getValue()
                    .tailMap(HalfHours.floor(console.now().plus(LEAD)))
                    .keySet()) {
                var grid = new HalfHours(start, HALF_HOURS);
                long least = grid.stream()
                        .mapToLong(half -> site.getValue().getOrDefault(half.start(), 0L))
                        .min()
                        .orElse(0);
                if (least > most && start.isAfter(console.now().plus(LEAD))) {
                    most = least;
                    best = new Want(site.getKey(), grid.span());
                }
            }
        }
        return best;
    }

    /** Asks for two half-hours. */
    private String ask(String site, Instant start, int kilowatts) {
        // While a plan is in the making nothing is answered, and the page says so.
        Await.until("asked", () -> {
            form(site, start, kilowatts);
            return browser.path().startsWith("/flex/needs/");
        });
        Await.until("answered, live", () -> !browser.text().contains("The jobs are being asked"));
        return browser.path();
    }

    private void form(String site, Instant start, int kilowatts) {
        visitor.open("/flex");
        browser.choose("#area", "site:" + site);
        browser.fill("#need-kw", Integer.toString(kilowatts));
        browser.choose("#baseline", "BL01")
                .set("#start", HalfHours.floor(start).toString().substring(0, 16));
        browser.press("Ask");
    }

    private String dispatch(String order, String state) {
        JsonNode list = console.await(
                "/api/v1/dispatches?orderId=" + order,
                found -> found.at("/dispatches/0/state").asText().equals(state));
        return list.at("/dispatches/0/dispatchId").asText();
    }

    /** Enough of the past for a baseline; says up to when. */
    private Instant history(Want want) {
        Instant until = HalfHours.floor(console.now());
        read(want, new Interval(HalfHours.floor(until.minus(HISTORY)), until), _ -> usual(want));
        return until;
    }

    private static Power usual(Want want) {
        return Power.ofKilowatts(900 + want.site().length());
    }

    /** Load of a half-hour. */
    private interface Load {
        Power in(Interval half);
    }

    private void read(Want want, Interval span, Load load) {
        ObjectNode body =
                Json.object().put("batchId", want.site() + span.start().getEpochSecond());
        ArrayNode values = body.putArray("readings")
                .addObject()
                .put("meterId", meter(want.site()))
                .put("start", span.start().toString())
                .put("interval", "PT30M")
                .put("unit", "kWh")
                .put("quality", "SIMULATED")
                .putArray("values");
        METER.read(HalfHours.of(span).stream(), load::in).forEach(reading -> values.add(reading.kilowattHours()));
        console.post("/api/v1/readings", Json.text(body));
    }

    private static String meter(String site) {
        try {
            return StrictJson.parse(Files.readAllBytes(Path.of("catalog", "sites", site + ".json")))
                    .at("/assets/0/meter")
                    .asText();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
