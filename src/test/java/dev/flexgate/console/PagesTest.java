package dev.flexgate.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.console.Browser.Scheme;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.WebElement;

/** What a person meets first: every page fits, reads well to everybody, and works; a slot can be bought by hand. */
@ExtendWith(Visitor.Lent.class)
@TestInstance(Lifecycle.PER_CLASS)
class PagesTest {

    private final Visitor visitor;
    private final Browser browser;
    private final TestConsole console;
    private final String order;

    PagesTest(Visitor visitor) {
        this.visitor = visitor;
        this.browser = visitor.browser().scripting(true).looking(1440, Scheme.LIGHT);
        this.console = visitor.console();
        this.order = buy("40");
    }

    private String buy(String kilowatts) {
        quote(kilowatts);
        browser.press("Accept the terms");
        browser.find(".countdown");
        browser.picture("quote-1440-light");
        String price = browser.text(".buy button");
        browser.press(price);
        assertTrue(browser.path().startsWith("/orders/"), browser::text);
        return browser.path();
    }

    private void quote(String kilowatts) {
        // Slots are published anew with each plan; the one that was shown may be gone a moment later.
        Await.until("a quote", () -> {
            visitor.open(slot());
            browser.fill("#kw", kilowatts).press("Get a quote");
            return browser.path().startsWith("/market/quotes/");
        });
    }

    @Test
    void what_was_bought_by_hand_is_an_order_with_its_signed_records() {
        visitor.open(order);
        assertTrue(browser.text().contains("40 kW at"), browser::text);
        Await.until("all records in the log", () -> {
            visitor.open(order);
            return browser.all(".story .step").size() >= 3;
        });
        assertTrue(browser.text(".story").contains("ACCEPTED"), browser::text);
        visitor.open("/orders");
        assertTrue(browser.text(".table").contains("sandbox"), browser::text);
    }

    @Test
    void a_partners_order_is_told_message_by_message_and_each_signature_is_verified_again() {
        Await.until("three messages, three decisions, three answers", () -> {
            visitor.open(console.partnersOrder());
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
    void a_quote_for_more_than_is_left_is_refused_with_what_would_do() {
        visitor.open(slot());
        browser.fill("#kw", "9000000").press("Get a quote");
        assertTrue(browser.text(".alert").toLowerCase(Locale.ROOT).contains("capacity unavailable"), browser::text);
    }

    @Test
    void a_quote_that_has_lapsed_can_no_longer_be_bought() {
        quote("30");
        console.advance(Duration.ofMinutes(11));
        browser.press("Accept the terms");
        assertTrue(browser.text(".alert").contains("lapsed"), browser::text);
    }

    @Test
    void slots_are_compared_side_by_side_and_shown_as_partners_receive_them() {
        browser.scripting(false);
        visitor.open("/market");
        browser.all(".slots input[name=slot]").stream().limit(3).forEach(WebElement::click);
        browser.press("Compare the ticked");
        assertEquals(4, browser.all(".compare thead > tr > *").size(), browser::text);
        assertTrue(browser.text(".compare").contains("g CO₂e/kWh"), browser::text);
        visitor.open("/market/compare?slot=one");
        assertTrue(browser.text("main").contains("Tick two to four slots"), browser::text);
        String slot = slot();
        visitor.open(slot);
        browser.find("#received summary").click();
        String received = browser.text("#received pre");
        assertTrue(received.contains("\"catalogs\"") && received.contains(slot.replaceAll(".*/", "")), received);
    }

    @Test
    void facets_narrow_the_catalogue_and_stand_in_the_address() {
        visitor.open("/market?site=cambridge-east&kw=100&sort=carbon");
        assertTrue(browser.all(".slots tbody tr").stream()
                .allMatch(row -> row.getText().contains("Cambridge")));
        assertTrue(browser.text("pre").contains("cambridge-east"), browser::text);
        visitor.open("/market?carbon=1");
        assertTrue(browser.text(".empty").contains("No slot matches"), browser::text);
    }

    @Test
    void every_page_fits_reads_well_and_says_what_is_not_real() {
        visitor.look(pages());
    }

    @Test
    void a_slot_can_be_bought_with_scripting_off() {
        browser.scripting(false);
        try {
            assertTrue(buy("25").startsWith("/orders/"));
            visitor.open("/");
            assertFalse(browser.all("figure.chart svg path").isEmpty(), "the server draws the charts");
        } finally {
            browser.scripting(true);
        }
    }

    @Test
    void the_look_is_kept_without_a_script() {
        visitor.open("/");
        browser.find("button[value=dark]").click();
        Await.until("dark", () -> "dark".equals(browser.find("html").getDomAttribute("data-theme")));
        assertEquals("/", browser.path());
        browser.find("button[value=system]").click();
        Await.until("system", () -> "system".equals(browser.find("html").getDomAttribute("data-theme")));
    }

    private List<String> pages() {
        return List.of(
                "/",
                "/market",
                slot(),
                compared(),
                quoted(),
                "/orders",
                order,
                console.partnersOrder(),
                "/sign-in",
                "/nothing-here");
    }

    private String compared() {
        visitor.open("/market");
        return browser.all(".slots input[name=slot]").stream()
                .limit(4)
                .map(each -> "slot=" + each.getDomAttribute("value"))
                .collect(Collectors.joining("&", "/market/compare?", ""));
    }

    private String quoted() {
        quote("15");
        return browser.path();
    }

    private String slot() {
        visitor.open("/market?sort=power");
        return String.valueOf(browser.find(".slots tbody a").getDomAttribute("href"));
    }
}
