package dev.flexgate.console.partner;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordType;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.console.partner.PartnersPage.Bought;
import dev.flexgate.console.partner.PartnersPage.Published;
import dev.flexgate.console.partner.PartnersPage.Subscriber;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.wire.Json;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** {@code /partners}: what did we buy, who keeps a copy of what we sell, and has it arrived? */
public final class PartnerPages {

    private static final int PURCHASES = 20;
    private static final int SUBSCRIPTIONS = 50;
    private static final int PARTS = 50;

    /** Of all there are, for those of one partner. */
    private static final int LOOKED_THROUGH = 500;

    /** Above every time-ordered id. */
    private static final UUID NEWEST = new UUID(-1, -1);

    private final PartnerRooms rooms;

    public PartnerPages(PartnerRooms rooms) {
        this.rooms = rooms;
    }

    public void addTo(Router router, Pages pages) {
        router.get("/partners").handler(pages.show(this::partners));
        router.get("/partners/:partner").handler(pages.show(this::partner));
    }

    /** A tenant sees what it bought of the partner; how the gateway stands with it, the operator. */
    private View partner(Visit visit) {
        Caller caller = Caller.of(visit.context());
        String id = visit.path("partner");
        Optional<String> tenant = caller.isOperator() ? Optional.empty() : Optional.of(caller.tenant());
        List<Bought> bought = rooms.purchases().page(tenant, NEWEST, LOOKED_THROUGH).stream()
                .filter(each -> each.path("partner").asText().equals(id))
                .limit(PURCHASES)
                .map(each -> bought(each, tenant))
                .toList();
        List<Subscriber> subscriptions = caller.isOperator()
                ? rooms.subscriptions().newest(LOOKED_THROUGH).stream()
                        .filter(each -> each.path("subscriber").asText().equals(id))
                        .map(PartnerPages::subscriber)
                        .toList()
                : List.of();
        Optional<ObjectNode> file = caller.isOperator() ? rooms.files().find(id) : Optional.empty();
        if (file.isEmpty() && bought.isEmpty() && subscriptions.isEmpty()) {
            return View.notFound("Nobody on the network who has to do with us is called so.");
        }
        var page = PartnerReading.page(
                id,
                file.orElseGet(Json::object),
                caller.isOperator() ? rooms.records().latest(RecordType.MESSAGE_REFUSED, LOOKED_THROUGH) : List.of(),
                subscriptions,
                bought);
        return View.page(Section.PARTNERS, id, "page/partner.jte", page);
    }

    /** A tenant sees its own purchases; what concerns the whole gateway its operator alone. */
    private View partners(Visit visit) {
        Caller caller = Caller.of(visit.context());
        Optional<String> tenant = caller.isOperator() ? Optional.empty() : Optional.of(caller.tenant());
        UUID before = visit.query("before").map(UUID::fromString).orElse(NEWEST);
        List<ObjectNode> bought = rooms.purchases().page(tenant, before, PURCHASES);
        List<ObjectNode> parts = caller.isOperator()
                ? rooms.publications().page(visit.query("part").orElse(""), PARTS)
                : List.of();
        List<ObjectNode> subscribers =
                caller.isOperator() ? rooms.subscriptions().newest(SUBSCRIPTIONS) : List.of();
        var page = new PartnersPage(
                bought.stream().map(each -> bought(each, tenant)).toList(),
                bought.size() == PURCHASES
                        ? Optional.of("/partners?before="
                                + bought.getLast().path("purchaseId").asText())
                        : Optional.empty(),
                caller.isOperator(),
                subscribers.stream().map(PartnerPages::subscriber).toList(),
                parts.stream().map(PartnerPages::published).toList(),
                parts.size() == PARTS
                        ? Optional.of("/partners?part="
                                + parts.getLast().path("catalogId").asText())
                        : Optional.empty());
        return View.page(Section.PARTNERS, "Partners", "page/partners.jte", page);
    }

    private Bought bought(JsonNode json, Optional<String> tenant) {
        String id = json.path("purchaseId").asText();
        JsonNode last = rooms.purchases()
                .purchase(tenant, UUID.fromString(id))
                .map(each -> each.path("requests").path(0))
                .orElse(json.path("requests").path(0));
        JsonNode contract = json.path("contract");
        JsonNode charge = contract.path("charges").path(0);
        String state = last.path("state").asText();
        String error = last.at("/error/code").asText();
        return new Bought(
                id,
                json.path("partner").asText(),
                json.path("dialect").asText(),
                words(json.path("stage").asText()),
                what(json, contract.path("commitments").path(0)),
                charge.isMissingNode()
                        ? ""
                        : charge.path("total").asText() + " "
                                + charge.path("currency").asText(),
                (last.path("action").asText() + " " + words(state) + " " + error).strip(),
                tone(state),
                moment(json, "changedAt"));
    }

    private static String what(JsonNode purchase, JsonNode commitment) {
        String slot = purchase.path("slotId").asText();
        String power = commitment.path("powerKw").asText();
        return power.isEmpty() ? slot : power + " kW in " + slot;
    }

    private static Subscriber subscriber(JsonNode json) {
        var filter = new ArrayList<String>();
        json.path("networkIds").forEach(each -> filter.add(each.asText()));
        json.path("schemaTypes").forEach(each -> filter.add(each.asText()));
        boolean shut = json.path("shutOut").asBoolean();
        String status = json.path("status").asText();
        String state = shut ? "shut out" : json.path("onItsWay").asBoolean() ? "being told" : words(status);
        return new Subscriber(
                json.path("subscriber").asText(),
                json.path("id").asText(),
                json.path("callbackUrl").asText(),
                String.join(", ", filter),
                state,
                shut || status.equals("INACTIVE") ? "warn" : status.equals("ACTIVE") ? "good" : "",
                json.path("note").asText(),
                moment(json, "createdAt"),
                moment(json, "lapsesAt"));
    }

    private static Published published(JsonNode json) {
        String state = json.path("state").asText();
        return new Published(
                json.path("catalogId").asText(),
                json.path("items").asInt(),
                words(state),
                tone(state),
                json.path("note").asText(),
                moment(json, "publishedAt"),
                json.has("settledAt") ? Optional.of(moment(json, "settledAt")) : Optional.empty());
    }

    static String words(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** How a question or a publication fares. */
    static String tone(String state) {
        return switch (state) {
            case "ANSWERED", "ACCEPTED" -> "good";
            case "FAILED", "REFUSED", "UNDELIVERED", "REJECTED", "DEAD" -> "bad";
            case "SILENT", "PARTIAL" -> "warn";
            default -> "";
        };
    }

    static Instant moment(JsonNode json, String name) {
        return Instant.parse(json.path(name).asText());
    }
}
