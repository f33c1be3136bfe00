package dev.flexgate.console.partner;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.StoredRecord;
import dev.flexgate.console.partner.PartnerPage.Message;
import dev.flexgate.console.partner.PartnerPage.Refused;
import dev.flexgate.console.partner.PartnerPage.Setting;
import dev.flexgate.console.partner.PartnersPage.Bought;
import dev.flexgate.console.partner.PartnersPage.Subscriber;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Puts what is known of a partner into words. */
final class PartnerReading {

    private static final int REFUSALS = 20;

    private static final String CONFIGURED = "registry";
    private static final String LEARNED = "learned";
    private static final String DEFAULT = "default";

    private static final Map<String, String> SIGNING = Map.of(
            "3-line", "three lines",
            "4-line", "four lines, the fourth the request's signature",
            "4-line-header", "four lines, the fourth the request's whole header");

    private PartnerReading() {}

    static PartnerPage page(
            String id,
            JsonNode file,
            List<StoredRecord> refusals,
            List<Subscriber> subscriptions,
            List<Bought> bought) {
        return new PartnerPage(
                id,
                settings(file),
                each(file.path("entries")).map(PartnerReading::key).toList(),
                each(file.path("received")).map(PartnerReading::received).toList(),
                each(file.path("sent")).map(PartnerReading::sent).toList(),
                refusals.stream()
                        .filter(each -> each.payload()
                                .at("/protocol/claimedSender")
                                .asText()
                                .equals(id))
                        .limit(REFUSALS)
                        .map(PartnerReading::refused)
                        .toList(),
                subscriptions,
                bought);
    }

    private static Stream<JsonNode> each(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    /** Each with where it is known from: what is configured goes before what was learned, and both before a default. */
    private static List<Setting> settings(JsonNode file) {
        JsonNode entry = file.path("entries").path(0);
        JsonNode learned = file.path("learned");
        if (entry.isMissingNode() && learned.isEmpty()) {
            return List.of();
        }
        var settings = new ArrayList<Setting>();
        settings.add(setting("Asked in", entry, learned, "dialect", "tried from the newest generation on"));
        settings.add(setting("Digests as", entry, learned, "digest", "BLAKE-512"));
        if (!entry.isMissingNode()) {
            String signing = entry.path("callbackSigning").asText();
            settings.add(new Setting("Callbacks signed in", SIGNING.getOrDefault(signing, signing), CONFIGURED));
        }
        String none = entry.path("noCallback").asText();
        settings.add(
                none.isEmpty()
                        ? new Setting("Without a callback", "we send 200, and read 409", DEFAULT)
                        : new Setting("Without a callback", none, CONFIGURED));
        if (learned.has("keyId")) {
            settings.add(new Setting("Heard last with", learned.path("keyId").asText(), LEARNED));
        }
        return settings;
    }

    private static Setting setting(String name, JsonNode entry, JsonNode learned, String member, String otherwise) {
        if (entry.has(member)) {
            return new Setting(name, entry.path(member).asText(), CONFIGURED);
        }
        return learned.has(member)
                ? new Setting(name, learned.path(member).asText(), LEARNED)
                : new Setting(name, otherwise, DEFAULT);
    }

    private static PartnerPage.Key key(JsonNode json) {
        boolean revoked = json.path("revoked").asBoolean();
        boolean holds = json.path("holds").asBoolean();
        String networks = String.join(
                ", ", each(json.path("networks")).map(JsonNode::asText).toList());
        return new PartnerPage.Key(
                json.path("keyId").asText(),
                json.path("role").asText(),
                json.path("url").asText(),
                json.path("publicKey").asText(),
                networks.isEmpty() ? "any" : networks,
                PartnerPages.moment(json, "validFrom"),
                PartnerPages.moment(json, "validUntil"),
                revoked ? "revoked" : holds ? "holds" : "does not hold now",
                revoked ? "bad" : holds ? "good" : "warn");
    }

    private static Message received(JsonNode json) {
        int attempts = json.path("attempts").asInt();
        String state = json.path("state").asText();
        return new Message(
                PartnerPages.moment(json, "at"),
                json.path("action").asText(),
                json.path("dialect").asText() + (attempts > 0 ? ", failed " + attempts + " times" : ""),
                switch (state) {
                    case "DONE" -> "answered";
                    case "WAITING" -> "waits for its answer";
                    default -> PartnerPages.words(state);
                },
                switch (state) {
                    case "DONE" -> "good";
                    case "FAILED" -> "bad";
                    default -> "";
                },
                records(json));
    }

    /** Records are about a message by the id that it has here: its own is the sender's choice. */
    private static String records(JsonNode json) {
        return "/audit?q=" + json.path("id").asText();
    }

    private static Message sent(JsonNode json) {
        String state = json.path("state").asText();
        String note = json.path("note").asText();
        int attempts = json.path("attempts").asInt();
        String word = json.path("word").asText();
        return new Message(
                PartnerPages.moment(json, "at"),
                word.isEmpty() ? json.path("courier").asText() : word,
                (attempts == 1 ? "1 attempt" : attempts + " attempts") + (note.isEmpty() ? "" : ": " + note),
                PartnerPages.words(state),
                state.equals("DELIVERED") ? "good" : PartnerPages.tone(state),
                records(json));
    }

    private static Refused refused(StoredRecord record) {
        JsonNode payload = record.payload();
        return new Refused(
                Instant.parse(payload.path("occurredAt").asText()),
                payload.at("/protocol/action").asText(),
                payload.at("/decision/reasonCode").asText(),
                payload.at("/decision/reasonText").asText(),
                record.id().toString());
    }
}
