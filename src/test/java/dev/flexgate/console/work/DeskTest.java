package dev.flexgate.console.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Await;
import dev.flexgate.audit.Merkle;
import dev.flexgate.console.Browser;
import dev.flexgate.console.Browser.Scheme;
import dev.flexgate.console.Visitor;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator does at the desk: submit a job, read why it runs when it runs, look at plans and forecasts. */
@ExtendWith(Visitor.Lent.class)
@TestInstance(Lifecycle.PER_CLASS)
class DeskTest {

    private final Visitor visitor;
    private final Browser browser;
    private final String job;

    DeskTest(Visitor visitor) {
        this.visitor = visitor;
        this.browser = visitor.browser().scripting(true).looking(1440, Scheme.LIGHT);
        this.job = submit("Render of film A");
    }

    /** Its page. */
    private String submit(String name) {
        visitor.open("/jobs/new");
        browser.fill("#name", name).fill("#power", "150").fill("#work", "300").press("Submit");
        assertTrue(browser.path().matches("/jobs/[0-9a-f-]{36}"), () -> browser.path() + browser.text());
        return browser.path();
    }

    @Test
    void a_submitted_job_tells_why_it_runs_when_it_runs() {
        Await.until("planned", () -> {
            visitor.open(job);
            return !browser.all(".actions a[href^='/explain/']").isEmpty();
        });
        assertTrue(browser.text("main").contains("Render of film A runs "), browser::text);
        browser.follow("Explain");
        assertTrue(browser.text("#sentence").contains("its deadline of"), browser::text);
        String candidates = browser.text("#candidate-table");
        assertTrue(candidates.contains("CHOSEN") && candidates.contains("run now"), candidates);
        String page = browser.text();
        for (String block : List.of("2 Candidates", "4 Constraints", "6 What would flip it", "7 Afterwards")) {
            assertTrue(page.contains(block), block);
        }
        assertTrue(page.contains("REQUEST") && page.contains("AGREED") && page.contains("BID"), page);
        browser.press("Replay");
        assertTrue(browser.text("#replayed").contains("Same outcome, hash equal"), browser::text);
    }

    @Test
    void the_estimate_follows_the_form_while_one_types() {
        visitor.open("/jobs/new");
        String before = browser.text("#estimate");
        assertTrue(before.contains("What would become of it"), before);
        browser.fill("#work", "400");
        Await.until("another estimate", () -> !browser.text("#estimate").equals(before));
        browser.fill("#work", "a lot");
        Await.until(
                "the fault is named", () -> browser.text("#estimate").contains("'a lot' is not a plausible number"));
    }

    @Test
    void the_explanation_can_be_had_as_json_and_as_text_with_the_same_numbers() {
        String path = explained(job.substring("/jobs/".length()));
        JsonNode json = visitor.console().get(path, "application/json").json();
        assertEquals("CHOSEN", json.at("/candidates/0/verdict/code").asText());
        assertTrue(json.at("/candidates/0/carbonKg/p50").isNumber(), json.toPrettyString());
        assertEquals("simulated", json.at("/quality/kind").asText());
        String text =
                new String(visitor.console().get(path, "text/plain").response().body(), StandardCharsets.UTF_8);
        assertTrue(text.contains(json.get("summary").asText()), text);
        assertTrue(text.contains("7 Afterwards") && text.contains("kg CO2e"), text);
        assertEquals(json, visitor.console().get(path + "?as=json", "text/html").json());
        assertDeltas(json);
        assertLeaf(path);
    }

    /** What each turn did to the objective, from the candidates that stand beside it. */
    private static void assertDeltas(JsonNode json) {
        BigDecimal chosen = json.at("/chosen/total/amount").decimalValue();
        List<BigDecimal> free = new ArrayList<>();
        List<BigDecimal> own = new ArrayList<>();
        for (JsonNode each : json.path("candidates")) {
            BigDecimal more = each.at("/total/amount").decimalValue().subtract(chosen);
            String code = each.at("/verdict/code").asText();
            if (!code.equals("CHOSEN") && each.at("/verdict/feasible").asBoolean()) {
                free.add(more);
            }
            if (!code.equals("RESIDENCY") && !code.equals("DEADLINE")) {
                own.add(more.negate());
            }
        }
        Map<String, String> deltas = new HashMap<>();
        json.path("transcript")
                .forEach(turn -> deltas.put(
                        turn.path("move").asText(), turn.path("objectiveDelta").asText()));
        assertEquals("–", deltas.get("REQUEST"));
        assertEquals("–", deltas.get("OFFER"));
        assertEquals(amount(Collections.max(own)), number(deltas.getOrDefault("BID", "")));
        assertEquals(
                amount(Collections.min(free)),
                number(deltas.getOrDefault("AGREED", "").replace("margin ", "")));
    }

    private static BigDecimal amount(BigDecimal exact) {
        return exact.setScale(2, RoundingMode.HALF_EVEN);
    }

    private static BigDecimal number(String shown) {
        return new BigDecimal(shown.replace('\u2212', '-').replaceAll("[^-0-9.]", ""));
    }

    /** The hash of the leaf is that of the record's own bytes, which anybody can ask for. */
    private void assertLeaf(String path) {
        JsonNode audit = visitor.console()
                .await(path + "?as=json", said -> said.at("/audit").has("leafHash"))
                .path("audit");
        String jws = visitor.console()
                .get("/api/v1/audit/records/" + audit.path("recordId").asText(), "application/json")
                .json()
                .path("jws")
                .asText();
        assertEquals(
                Merkle.leafHash(jws.getBytes(StandardCharsets.US_ASCII)).hex(),
                audit.path("leafHash").asText());
    }

    @Test
    void a_policy_is_changed_where_it_stands_and_what_was_written_wrongly_is_not_lost() {
        browser.scripting(false);
        visitor.open("/policies");
        String wrong = "{\"name\": \"Research by hand\", \"carbonGbpPerTonne\": 60, \"limits\": {\"peak\": 1}}";
        browser.find("#change-fen-research summary").click();
        browser.fill("#text-fen-research", wrong);
        browser.press("Set as version 2");
        assertTrue(browser.text(".alert").contains("limits.peak"), browser::text);
        assertEquals(wrong, browser.find("#text-fen-research").getDomProperty("value"));
        browser.fill("#text-fen-research", wrong.replace("\"peak\": 1", "\"maxLatencyMs\": 900"));
        browser.press("Set as version 2");
        assertEquals("/policies", browser.path());
        assertTrue(browser.text("main").contains("Research by hand"), browser::text);
        assertTrue(browser.text("main").contains("900 ms"), browser::text);
    }

    @Test
    void a_job_is_cancelled_after_it_was_asked_whether_one_is_sure() {
        String doomed = submit("Not needed after all");
        browser.scripting(false);
        visitor.open(doomed).follow("Cancel the job");
        assertTrue(browser.text("main").contains("cannot be undone"), browser::text);
        browser.press("Cancel the job");
        assertEquals(doomed, browser.path());
        assertTrue(browser.text("#state").contains("cancelled"), browser::text);
        visitor.open(doomed + "/cancel").press("Cancel the job");
        assertEquals(doomed, browser.path(), "cancelling twice is cancelling once");
    }

    @Test
    void what_cannot_be_taken_is_refused_with_its_numbers_and_kept_in_the_form() {
        visitor.open("/jobs/new");
        browser.fill("#name", "Too much").fill("#power", "150").fill("#work", "90000");
        browser.press("Submit");
        assertTrue(browser.text(".alert").contains("WORK_EXCEEDS_WINDOW"), browser::text);
        assertEquals("90000", Objects.requireNonNull(browser.find("#work").getDomProperty("value")));
    }

    /** Looks again where a busy gateway has asked to be asked again; fails with the page when that does not help. */
    private void shown(String words, String css, Runnable look) {
        Await.until(
                words,
                () -> {
                    look.run();
                    return browser.all(css).stream()
                            .anyMatch(each -> each.getText().contains(words));
                },
                browser::text);
    }

    @Test
    void all_of_it_works_with_scripting_off() {
        browser.scripting(false);
        try {
            shown("What would become of it", "#estimate", () -> {
                visitor.open("/jobs/new");
                browser.fill("#work", "450").press("Estimate");
            });
            String other = submit("Without a script");
            shown("Without a script", "#jobs", () -> visitor.open("/jobs"));
            shown("Without a script", "main", () -> visitor.open(other));
            shown("hash equal", "#replayed", () -> {
                visitor.open("/plans/1");
                assertFalse(browser.all("figure.chart svg path").isEmpty(), "the server draws the charts");
                browser.press("Replay");
            });
        } finally {
            browser.scripting(true);
        }
    }

    @Test
    void plans_are_listed_with_cause_and_lead_to_their_parts() {
        visitor.open("/plans");
        assertFalse(browser.all("#plans tbody tr").isEmpty());
        visitor.open("/plans/1");
        String page = browser.text();
        assertTrue(page.contains("Certified gap") && page.contains("no plan of any shape"), page);
        browser.follow("Diff");
        assertTrue(browser.text().contains("places 20 jobs that had no run"), browser::text);
        visitor.open("/plans/99999");
        assertTrue(browser.text().contains("No plan has this version."), browser::text);
    }

    @Test
    void a_forecast_is_shown_as_it_was_issued_with_a_table_and_its_sources() {
        visitor.open("/forecast");
        assertFalse(browser.all("figure.chart .band").isEmpty());
        browser.find("#fan details.data summary").click();
        // Half-hours that say the same are one row.
        assertTrue(browser.all("#fan tbody tr").size() > 48, browser::text);
        assertTrue(browser.text().contains("simulated"), browser::text);
    }

    @Test
    void skill_is_found_from_the_forecast_and_what_is_not_known_is_not_zero() {
        visitor.open("/forecast");
        browser.follow("Skill by lead and method");
        assertEquals("/forecast/skill", browser.path());
        assertTrue(browser.text("#no-skill").contains("No forecast has met its outturn yet"), browser::text);
        assertFalse(browser.all("nav.tabs[aria-label='Signal and zone'] a").isEmpty());
    }

    @Test
    void every_number_stands_with_its_mark() {
        for (String path : pages()) {
            visitor.open(path);
            assertTrue(path.endsWith("/cancel") || !browser.all("details.chip").isEmpty(), path);
        }
    }

    @Test
    void feeds_say_how_they_do_and_providers_what_they_can_tell_on_which_terms() {
        visitor.open("/forecast").follow("Feeds");
        assertTrue(browser.text("#asked").contains("simulated"), browser::text);
        assertTrue(browser.text("#matrix").contains("electricity-maps-generation"), browser::text);
        assertTrue(browser.text("#providers").contains("CC BY 4.0"), browser::text);
    }

    @Test
    void every_page_fits_reads_well_and_says_what_is_not_real() {
        visitor.look(pages());
    }

    private List<String> pages() {
        String id = job.substring("/jobs/".length());
        return List.of(
                "/jobs",
                job,
                "/jobs/new",
                "/plans",
                "/plans/1",
                "/plans/1/diff",
                explained(id),
                "/forecast",
                "/forecast/skill",
                "/forecast/feeds",
                "/placement",
                "/placement/windows",
                "/budgets",
                "/policies",
                "/policies/test?days=2",
                job + "/cancel");
    }

    private String explained(String id) {
        Await.until("planned", () -> {
            visitor.open("/explain/" + id);
            return !browser.all("#sentence").isEmpty();
        });
        return "/explain/" + id;
    }
}
