package dev.flexgate.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.console.Browser.Scheme;
import dev.flexgate.quantity.Power;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person meets: every page fits, reads well to everybody, and works; a slot can be bought by hand. */
class PagesTest {

    private static final int[] WIDTHS = {1440, 390};

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private static Path folder;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static Browser browser;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static TestConsole console;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static String order;

    @SuppressWarnings("NullAway.Init") // set before the first test
    private static String partnersOrder;

    @BeforeAll
    static void a_slot_is_bought_by_hand() {
        browser = Browser.shared();
        console = new TestConsole(folder);
        partnersOrder = "/orders/" + console.sellToPartner(Power.ofKilowatts(20));
        browser.scripting(true).looking(1440, Scheme.LIGHT);
        order = buy("40");
    }

    @AfterAll
    static void close() {
        if (console != null) {
            browser.scripting(true);
            console.close();
        }
    }

    private static String buy(String kilowatts) {
        browser.open(console.page("/market")).find(".slots tbody a").click();
        browser.fill("#kw", kilowatts).press("Get a quote");
        assertTrue(browser.path().startsWith("/market/quotes/"), browser::text);
        browser.press("Accept the terms");
        browser.find(".countdown");
        browser.picture("quote-1440-light");
        String price = browser.text(".buy button");
        browser.press(price);
        assertTrue(browser.path().startsWith("/orders/"), browser::text);
        return browser.path();
    }

    @Test
    void what_was_bought_by_hand_is_an_order_with_its_signed_records() {
        browser.open(console.page(order));
        assertTrue(browser.text().contains("40 kW at"), browser::text);
        Await.until("all records in the log", () -> {
            browser.open(console.page(order));
            return browser.all(".story .step").size() >= 3;
        });
        assertTrue(browser.text(".story").contains("ACCEPTED"), browser::text);
        browser.open(console.page("/orders"));
        assertTrue(browser.text(".table").contains("sandbox"), browser::text);
    }

    @Test
    void a_partners_order_is_told_message_by_message_and_each_signature_is_verified_again() {
        Await.until("three messages, three decisions, three answers", () -> {
            browser.open(console.page(partnersOrder));
            return browser.all(".story .step").size() >= 9;
        });
        assertEquals(3, browser.all(".lane-partner .badge.good").size(), browser::text);
        browser.find(".lane-partner .bytes summary").click();
        String message = browser.text(".lane-partner .bytes");
        assertTrue(message.contains("Genuine: these bytes were signed with the key of bap.test.example"), message);
        assertTrue(message.contains("digest: BLAKE-512="), message);
        assertTrue(message.contains("Signature keyId="), message);
        browser.picture("orders-one-open-1440-light");
    }

    @Test
    void an_operators_request_is_answered_and_ordered() {
        String request = ask("200");
        assertTrue(browser.text(".buy").contains("The answer"), browser::text);
        assertTrue(browser.text("#rebound").contains("kW"), browser::text);
        browser.looking(1440, Scheme.LIGHT).picture("need-1440-light");
        browser.press("Order");
        assertTrue(browser.path().startsWith("/flex/orders/"), browser::text);
        String ordered = browser.path();
        assertTrue(browser.text().contains("turn down"), browser::text);
        look(List.of(request, ordered));
    }

    private static String ask(String kilowatts) {
        browser.open(console.page("/flex"));
        browser.fill("#need-kw", kilowatts);
        // The sample jobs run at night: only what is planned can be turned down.
        browser.set("#start", "2026-03-03T01:00");
        browser.press("Ask");
        assertTrue(browser.path().startsWith("/flex/needs/"), browser::text);
        return browser.path();
    }

    @Test
    void what_no_job_can_bear_is_not_offered_and_the_answer_says_why() {
        ask("900000");
        assertFalse(browser.text(".alert").isEmpty(), browser::text);
    }

    @Test
    void a_quote_for_more_than_is_left_is_refused_with_what_would_do() {
        browser.open(console.page("/market")).find(".slots tbody a").click();
        browser.fill("#kw", "9000000").press("Get a quote");
        assertTrue(browser.text(".alert").toLowerCase(Locale.ROOT).contains("capacity unavailable"), browser::text);
    }

    @Test
    void a_quote_that_has_lapsed_can_no_longer_be_bought() {
        browser.open(console.page("/market")).find(".slots tbody a").click();
        browser.fill("#kw", "30").press("Get a quote");
        console.advance(Duration.ofMinutes(11));
        browser.press("Accept the terms");
        assertTrue(browser.text(".alert").contains("lapsed"), browser::text);
    }

    @Test
    void facets_narrow_the_catalogue_and_stand_in_the_address() {
        browser.open(console.page("/market?site=cambridge-east&kw=100&sort=carbon"));
        assertTrue(browser.all(".slots tbody tr").stream()
                .allMatch(row -> row.getText().contains("Cambridge")));
        assertTrue(browser.text("pre").contains("cambridge-east"), browser::text);
        browser.open(console.page("/market?carbon=1"));
        assertTrue(browser.text(".empty").contains("No slot matches"), browser::text);
    }

    @Test
    void every_page_says_what_is_not_real() {
        for (String path : pages()) {
            browser.open(console.page(path));
            String notice = browser.text(".notice");
            assertTrue(notice.contains("Simulated") && notice.contains("Sample data"), path + ": " + notice);
            assertTrue(notice.contains("Test clock"), path + ": " + notice);
        }
    }

    @Test
    void every_page_fits_and_reads_well_in_light_and_dark() {
        look(pages());
    }

    private static void look(List<String> paths) {
        List<String> faults = new ArrayList<>();
        for (int width : WIDTHS) {
            for (Scheme scheme : Scheme.values()) {
                browser.looking(width, scheme);
                for (String path : paths) {
                    browser.open(console.page(path));
                    String look = path + " at " + width + " px, " + scheme;
                    browser.objections().forEach(fault -> faults.add(look + ": " + fault));
                    if (browser.overflows()) {
                        faults.add(look + ": wider than the screen");
                    }
                    browser.picture(
                            name(path) + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT));
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
            List<String> complaints = browser.complaints().stream()
                    .filter(each -> !each.contains("/nothing-here - Failed to load resource"))
                    .toList();
            assertEquals(List.of(), complaints, path);
        }
    }

    @Test
    void a_slot_can_be_bought_with_scripting_off() {
        browser.scripting(false);
        try {
            assertTrue(buy("25").startsWith("/orders/"));
            browser.open(console.page("/"));
            assertFalse(browser.all("figure.chart svg path").isEmpty(), "the server draws the charts");
        } finally {
            browser.scripting(true);
        }
    }

    @Test
    void the_look_is_kept_without_a_script() {
        browser.open(console.page("/"));
        browser.find("button[value=dark]").click();
        Await.until("dark", () -> "dark".equals(browser.find("html").getDomAttribute("data-theme")));
        assertEquals("/", browser.path());
        browser.find("button[value=system]").click();
        Await.until("system", () -> "system".equals(browser.find("html").getDomAttribute("data-theme")));
    }

    private static List<String> pages() {
        return List.of(
                "/",
                "/market",
                slot(),
                "/orders",
                order,
                partnersOrder,
                "/flex",
                "/flex/dispatches",
                "/flex/settlements",
                "/sign-in",
                "/nothing-here");
    }

    private static String slot() {
        browser.open(console.page("/market"));
        return String.valueOf(browser.find(".slots tbody a").getDomAttribute("href"));
    }

    private static String name(String path) {
        if (path.equals(partnersOrder)) {
            return "orders-partner";
        }
        String plain = path.replaceAll("[0-9a-f-]{36}|slots/.*", "one").replaceAll("[^a-z]+", "-");
        return plain.equals("-") ? "overview" : plain.substring(1);
    }
}
