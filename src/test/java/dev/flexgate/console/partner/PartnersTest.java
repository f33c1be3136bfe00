package dev.flexgate.console.partner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Await;
import dev.flexgate.console.Browser;
import dev.flexgate.console.TestConsole;
import dev.flexgate.console.Visitor;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an operator looks up about somebody on the network: how it is spoken with, what was said, what was refused. */
@ExtendWith(Visitor.Lent.class)
@TestInstance(Lifecycle.PER_CLASS)
class PartnersTest {

    /** Who has bought of the gateway before the first test. */
    private static final String BUYER = "bap.test.example";

    private static final String OURSELVES = "bpp.flexgate.example";

    private final Visitor visitor;
    private final Browser browser;
    private final TestConsole console;

    PartnersTest(Visitor visitor) {
        this.visitor = visitor;
        this.browser = visitor.browser();
        this.console = visitor.console();
    }

    /** A message in somebody's name that it has not signed. */
    private void forge() throws IOException, InterruptedException {
        long now = console.now().getEpochSecond();
        String signature = "Signature keyId=\"" + BUYER + "|key-1|ed25519\",algorithm=\"ed25519\",created=\"" + now
                + "\",expires=\"" + (now + 60) + "\",headers=\"(created) (expires) digest\",signature=\""
                + "A".repeat(86) + "==\"";
        try (var http = HttpClient.newHttpClient()) {
            int status = http.send(
                            HttpRequest.newBuilder(console.page("/beckn/select"))
                                    .header("Content-Type", "application/json")
                                    .header("Authorization", signature)
                                    .POST(BodyPublishers.ofString("{}"))
                                    .build(),
                            BodyHandlers.discarding())
                    .statusCode();
            assertEquals(401, status);
        }
    }

    @Test
    void a_partner_has_a_page_of_its_settings_keys_messages_and_refusals() throws Exception {
        forge();
        Await.until("the refusal is in the log", () -> {
            visitor.open("/partners/" + BUYER);
            return browser.text("main").contains("AUT_");
        });
        String settings = browser.text("section[aria-labelledby=settings-title]");
        assertTrue(settings.contains("three lines"), settings);
        String keys = browser.text("section[aria-labelledby=keys-title]");
        assertTrue(keys.contains("holds") && keys.contains("BAP"), keys);
        String received = browser.text("section[aria-labelledby=received-title]");
        assertTrue(received.contains("confirm") && received.contains("answered"), received);
        String sent = browser.text("section[aria-labelledby=sent-title]");
        assertTrue(sent.contains("on_confirm") && sent.contains("delivered"), sent);
        visitor.look(List.of("/partners/" + BUYER));
        visitor.open("/partners/" + BUYER);
        browser.find("section[aria-labelledby=refusals-title] tbody a").click();
        assertTrue(browser.text("main").contains("MESSAGE_REFUSED"), browser::text);
        visitor.open("/partners/" + BUYER);
        browser.find("section[aria-labelledby=received-title] tbody a").click();
        assertTrue(browser.text("main").contains("ORDER_RECEIVED"), browser::text);
    }

    @Test
    void what_was_bought_leads_to_whom_it_was_bought_of() {
        JsonNode asked = console.post("/api/v1/purchases/discoveries", "{\"partner\":\"" + OURSELVES + "\"}");
        String purchase = asked.path("purchaseId").asText();
        Await.until("it is listed", () -> {
            visitor.open("/partners");
            return !browser.all("#purchase-" + purchase).isEmpty();
        });
        browser.find("#purchase-" + purchase + " td a").click();
        assertEquals("/partners/" + OURSELVES, browser.path());
        assertTrue(
                browser.text("section[aria-labelledby=bought-title]").contains(purchase.substring(28)), browser::text);
        visitor.open("/partners/nobody.example.com");
        assertTrue(browser.text("main").contains("Nobody on the network"), browser::text);
    }
}
