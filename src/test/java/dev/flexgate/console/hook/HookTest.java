package dev.flexgate.console.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.HookSink;
import dev.flexgate.console.Browser;
import dev.flexgate.console.Visitor;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a developer does about webhooks, by hand and without a script: subscribe, see what was sent, send it again. */
@ExtendWith(Visitor.Lent.class)
@TestInstance(Lifecycle.PER_CLASS)
class HookTest {

    private static final String PLACE = "/dev/webhooks";

    private final Visitor visitor;
    private final Browser browser;
    private final HookSink sink = new HookSink();

    HookTest(Visitor visitor) {
        this.visitor = visitor;
        this.browser = visitor.browser();
    }

    @AfterAll
    void close() {
        sink.close();
    }

    @Test
    void a_subscription_is_made_tried_sent_again_paused_disabled_and_deleted() {
        browser.scripting(false);
        String hook = subscribe(sink.url());
        browser.press("Send an example");
        String delivery = browser.path();
        awaitState(delivery, "delivered");
        browser.find("#attempt-1 summary").click();
        assertTrue(browser.text("#attempt-1").contains("HTTP 204"), browser::text);
        assertTrue(browser.text("#attempt-1 pre").contains("webhook-signature"), browser::text);
        browser.press("Resend");
        Await.until("a second attempt", () -> {
            visitor.open(delivery);
            return !browser.all("#attempt-2").isEmpty();
        });
        visitor.open(hook).press("Pause");
        assertTrue(browser.text("#facts").contains("paused by"), browser::text);
        browser.press("Enable");
        assertTrue(browser.text("#facts").contains("active"), browser::text);
        gone(hook);
        browser.scripting(true);
        visitor.open(hook);
        browser.set("#since", "2026-03-01T00:00").press("Recover");
        assertTrue(browser.text(".alert").contains("Recovered"), browser::text);
        browser.find("#sure").click();
        browser.press("Delete the subscription");
        assertEquals(PLACE, browser.path());
    }

    /** Its receiver says that it wants no more. */
    private void gone(String hook) {
        sink.answer(410);
        visitor.open(hook).press("Send an example");
        String delivery = browser.path();
        awaitState(delivery, "dead");
        visitor.open(hook);
        assertTrue(browser.text("#facts").contains("disabled"), browser::text);
        visitor.open(PLACE);
        assertTrue(browser.text("main").contains("Dead letters"), browser::text);
        visitor.look(List.of(PLACE, hook, delivery));
        browser.scripting(false);
    }

    private void awaitState(String delivery, String state) {
        Await.until(state, () -> {
            visitor.open(delivery);
            return browser.text("#whole").contains(state);
        });
    }

    @Test
    void a_secret_is_shown_once_and_never_again() {
        visitor.open(PLACE);
        browser.fill("#url", "http://127.0.0.1:9/hook").choose("#signing", "v1").press("Subscribe");
        assertTrue(browser.text(".alert").contains("whsec_"), browser::text);
        String id = browser.text(".crumb").replaceAll(".*(whk_[0-9a-f]{32}).*", "$1");
        visitor.open(PLACE + "/" + id);
        assertFalse(browser.text().contains("whsec_"), browser::text);
        browser.press("Rotate the secret");
        assertTrue(browser.text(".alert").contains("whsec_"), browser::text);
    }

    @Test
    void what_cannot_be_subscribed_is_refused_with_the_reason_and_kept_in_the_form() {
        visitor.open(PLACE);
        browser.fill("#url", "https://10.1.2.3/hook")
                .fill("#eventTypes", "flex.order.*")
                .press("Subscribe");
        assertFalse(browser.text(".alert").isEmpty(), browser::text);
        assertEquals("https://10.1.2.3/hook", browser.find("#url").getDomProperty("value"));
        browser.fill("#url", sink.url()).fill("#eventTypes", "flex.nothing").press("Subscribe");
        assertTrue(browser.text(".alert").contains("flex.nothing"), browser::text);
    }

    private String subscribe(String url) {
        visitor.open(PLACE);
        browser.fill("#url", url).fill("#eventTypes", "flex.key.*").fill("#description", "Ledger of the shop");
        browser.press("Subscribe");
        assertTrue(browser.path().startsWith(PLACE + "/whk_"), browser::text);
        return browser.path();
    }
}
