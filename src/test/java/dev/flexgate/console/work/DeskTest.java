package dev.flexgate.console.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.console.Browser;
import dev.flexgate.console.Browser.Scheme;
import dev.flexgate.console.TestConsole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator does at the desk: submit a job, read why it runs when it runs, look at plans and forecasts. */
class DeskTest {

    private static final int[] WIDTHS = {1440, 390};

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static Browser browser;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static TestConsole console;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static String job;

    @BeforeAll
    static void a_job_is_submitted_by_hand() {
        browser = Browser.shared();
        console = new TestConsole(folder);
        browser.scripting(true).looking(1440, Scheme.LIGHT);
        job = submit("Render of film A");
    }

    @AfterAll
    static void close() {
        if (console != null) {
            browser.scripting(true).looking(1440, Scheme.LIGHT);
            console.close();
        }
    }

    /** Its page. */
    private static String submit(String name) {
        browser.open(console.page("/jobs/new"));
        browser.fill("#name", name).fill("#power", "150").fill("#work", "300").press("Submit");
        assertTrue(browser.path().matches("/jobs/[0-9a-f-]{36}"), () -> browser.path() + browser.text());
        return browser.path();
    }

    @Test
    void a_submitted_job_tells_why_it_runs_when_it_runs() {
        Await.until("planned", () -> {
            browser.open(console.page(job));
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
        browser.open(console.page("/jobs/new"));
        String before = browser.text("#estimate");
        assertTrue(before.contains("What would become of it"), before);
        browser.fill("#work", "400");
        Await.until("another estimate", () -> !browser.text("#estimate").equals(before));
        browser.fill("#work", "a lot");
        Await.until(
                "the fault is named", () -> browser.text("#estimate").contains("'a lot' is not a plausible number"));
    }

    @Test
    void what_cannot_be_taken_is_refused_with_its_numbers_and_kept_in_the_form() {
        browser.open(console.page("/jobs/new"));
        browser.fill("#name", "Too much").fill("#power", "150").fill("#work", "90000");
        browser.press("Submit");
        assertTrue(browser.text(".alert").contains("WORK_EXCEEDS_WINDOW"), browser::text);
        assertEquals("90000", Objects.requireNonNull(browser.find("#work").getDomProperty("value")));
    }

    @Test
    void all_of_it_works_with_scripting_off() {
        browser.scripting(false);
        try {
            browser.open(console.page("/jobs/new"));
            browser.fill("#work", "450").press("Estimate");
            assertTrue(browser.text("#estimate").contains("What would become of it"), browser::text);
            String other = submit("Without a script");
            browser.open(console.page("/jobs"));
            assertTrue(browser.text("#jobs").contains("Without a script"), browser::text);
            browser.open(console.page(other));
            browser.open(console.page("/plans/1"));
            assertFalse(browser.all("figure.chart svg path").isEmpty(), "the server draws the charts");
            browser.press("Replay");
            assertTrue(browser.text("#replayed").contains("hash equal"), browser::text);
        } finally {
            browser.scripting(true);
        }
    }

    @Test
    void plans_are_listed_with_cause_and_lead_to_their_parts() {
        browser.open(console.page("/plans"));
        browser.follow("v1");
        String page = browser.text();
        assertTrue(page.contains("Certified gap") && page.contains("no plan of any shape"), page);
        browser.follow("Diff");
        assertTrue(browser.text().contains("places 20 jobs that had no run"), browser::text);
        browser.open(console.page("/plans/99999"));
        assertTrue(browser.text().contains("No plan has this version."), browser::text);
    }

    @Test
    void a_forecast_is_shown_as_it_was_issued_with_a_table_and_its_sources() {
        browser.open(console.page("/forecast"));
        assertFalse(browser.all("figure.chart .band").isEmpty());
        browser.find("#fan details.data summary").click();
        assertEquals(96, browser.all("#fan tbody tr").size());
        assertTrue(browser.text().contains("simulated"), browser::text);
    }

    @Test
    void every_number_stands_with_its_mark() {
        for (String path : pages()) {
            browser.open(console.page(path));
            if (!path.startsWith("/audit")) {
                assertFalse(browser.all("details.chip").isEmpty(), path);
            }
            assertTrue(browser.text(".notice").contains("Simulated"), path);
        }
    }

    @Test
    void every_page_fits_and_reads_well_in_light_and_dark() {
        List<String> faults = new ArrayList<>();
        for (int width : WIDTHS) {
            for (Scheme scheme : Scheme.values()) {
                browser.looking(width, scheme);
                for (String path : pages()) {
                    browser.open(console.page(path));
                    String look = path + " at " + width + " px, " + scheme;
                    browser.objections().forEach(fault -> faults.add(look + ": " + fault));
                    if (browser.overflows()) {
                        faults.add(look + ": wider than the screen");
                    }
                    browser.picture("desk" + name(path) + "-" + width + "-"
                            + scheme.name().toLowerCase(Locale.ROOT));
                }
            }
        }
        browser.looking(1440, Scheme.LIGHT);
        assertEquals(List.of(), faults, () -> String.join("\n", faults));
    }

    @Test
    void no_page_breaks_its_own_policy_or_throws() {
        browser.complaints();
        for (String path : pages()) {
            browser.open(console.page(path));
            assertEquals(List.of(), browser.complaints(), path);
        }
    }

    private static List<String> pages() {
        String id = job.substring("/jobs/".length());
        return List.of("/jobs", job, "/jobs/new", "/plans", "/plans/1", "/plans/1/diff", explained(id), "/forecast");
    }

    private static String explained(String id) {
        Await.until("planned", () -> {
            browser.open(console.page("/explain/" + id));
            return !browser.all("#sentence").isEmpty();
        });
        return "/explain/" + id;
    }

    private static String name(String path) {
        return path.replaceAll("[0-9a-f-]{36}", "one").replaceAll("[^a-z]+", "-");
    }
}
