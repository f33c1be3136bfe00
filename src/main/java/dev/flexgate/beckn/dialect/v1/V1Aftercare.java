package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.BecknMessage.Rate;
import dev.flexgate.beckn.message.BecknMessage.Support;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.Rating.Target;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.message.SupportDesk;
import dev.flexgate.beckn.message.Tracking;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tracking, rating and support in 1.1.1. */
final class V1Aftercare {

    private static final Rating.Scale FIVE_STARS = new Rating.Scale(BigDecimal.ONE, BigDecimal.valueOf(5));

    private static final Map<Target, String> CATEGORIES = Map.of(
            Target.CONTRACT, "Order",
            Target.PROVIDER, "Provider",
            Target.RESOURCE, "Item",
            Target.PERFORMANCE, "Fulfillment",
            Target.AGENT, "Agent",
            Target.SUPPORT, "Support");

    private V1Aftercare() {}

    static ObjectNode write(Proposal proposal, Tracking tracking) {
        ObjectNode message = Json.object();
        ObjectNode json = message.putObject("tracking");
        LtsFields.putUnlessEmpty(json, "id", proposal.contractId());
        LtsFields.putUnlessEmpty(json, "url", tracking.url());
        json.put("status", tracking.active() ? "active" : "inactive");
        return message;
    }

    static Tracking tracking(JsonNode json) {
        return new Tracking(
                json.path("url").asText(), json.path("status").asText().equals("active"), Optional.empty());
    }

    static List<Rating> ratings(JsonNode ratings) {
        var read = new ArrayList<Rating>();
        for (JsonNode each : ratings) {
            String path = "$.message.ratings[" + read.size() + "]";
            read.add(new Rating(
                    each.path("id").asText(),
                    target(each.path("rating_category").asText(), path),
                    FIVE_STARS,
                    each.has("value")
                            ? Optional.of(V1Fields.decimal(each.path("value").asText(), path + ".value"))
                            : Optional.empty(),
                    "",
                    "",
                    List.of()));
        }
        return read;
    }

    private static Target target(String category, String path) {
        return category.isEmpty()
                ? Target.UNSAID
                : CATEGORIES.entrySet().stream()
                        .filter(each -> each.getValue().equalsIgnoreCase(category))
                        .map(Map.Entry::getKey)
                        .findFirst()
                        .orElseThrow(() -> RefusedException.of(
                                        ErrorCode.SCH_INVALID_ENUM, path + ".rating_category is none of the list")
                                .at(path + ".rating_category")
                                .fix("send Order, Provider, Item, Fulfillment, Agent or Support"));
    }

    static ObjectNode write(Rate rate) {
        ObjectNode message = Json.object();
        ArrayNode ratings = message.putArray("ratings");
        for (Rating each : rate.ratings()) {
            ObjectNode json = ratings.addObject();
            if (each.target() != Target.UNSAID) {
                json.put("rating_category", CATEGORIES.get(each.target()));
            }
            LtsFields.putUnlessEmpty(json, "id", each.targetId());
            each.value().ifPresent(value -> json.put("value", V1Fields.text(value)));
        }
        return message;
    }

    static ObjectNode write(Support support) {
        ObjectNode message = Json.object();
        ObjectNode json = message.putObject("support");
        LtsFields.putUnlessEmpty(json, "ref_id", support.contractId());
        LtsFields.putUnlessEmpty(json, "callback_phone", support.callbackPhone());
        return message;
    }

    static ObjectNode write(String contractId, SupportDesk desk) {
        ObjectNode message = Json.object();
        ObjectNode json = message.putObject("support");
        LtsFields.putUnlessEmpty(json, "ref_id", contractId);
        LtsFields.putUnlessEmpty(json, "phone", desk.phone());
        LtsFields.putUnlessEmpty(json, "email", desk.email());
        LtsFields.putUnlessEmpty(json, "url", desk.url());
        return message;
    }

    static SupportDesk desk(JsonNode json) {
        return new SupportDesk(
                "",
                json.path("email").asText(),
                json.path("phone").asText(),
                json.path("url").asText(),
                "",
                "");
    }
}
