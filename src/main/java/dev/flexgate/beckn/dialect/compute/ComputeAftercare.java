package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.BecknMessage.Rate;
import dev.flexgate.beckn.message.BecknMessage.Support;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.Rating.Scale;
import dev.flexgate.beckn.message.Rating.Score;
import dev.flexgate.beckn.message.Rating.Target;
import dev.flexgate.beckn.message.SupportDesk;
import dev.flexgate.beckn.message.Tracking;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tracking, rating and support in rc1. */
final class ComputeAftercare {

    /** What the official schema says of a scale that is not named. */
    private static final Scale FIVE_STARS = new Scale(BigDecimal.ONE, BigDecimal.valueOf(5));

    private static final Map<Target, String> CATEGORIES = Map.of(
            Target.CONTRACT, "ORDER",
            Target.PROVIDER, "PROVIDER",
            Target.RESOURCE, "ITEM",
            Target.PERFORMANCE, "FULFILLMENT",
            Target.AGENT, "AGENT");

    private ComputeAftercare() {}

    /** The order of a proposal, with the place where it can be watched. */
    static void write(Tracking tracking, ObjectNode order) {
        ObjectNode action = ComputeContracts.fulfilment(order)
                .putObject("trackingAction")
                .put("@type", "schema:TrackAction")
                .put("url", tracking.url())
                .put("trackingStatus", tracking.active() ? "ACTIVE" : "DISABLED");
        tracking.until().ifPresent(until -> action.put("expires_at", until.toString()));
    }

    static Tracking tracking(JsonNode order) {
        JsonNode action = order.path("beckn:fulfillment").path("trackingAction");
        JsonNode until = action.path("expires_at");
        return new Tracking(
                action.path("url").asText(),
                !action.path("trackingStatus").asText("ACTIVE").matches("DISABLED|COMPLETED"),
                until.isTextual()
                        ? Optional.of(LtsFields.instant(
                                until, ComputeLines.ORDER + ".beckn:fulfillment.trackingAction.expires_at"))
                        : Optional.empty());
    }

    static List<Rating> ratings(JsonNode ratings) {
        var read = new ArrayList<Rating>();
        for (JsonNode each : ratings) {
            var tags = new ArrayList<String>();
            each.path("feedback").path("tags").forEach(tag -> tags.add(tag.asText()));
            Target target = target(each.path("category").asText());
            read.add(new Rating(
                    each.path("id").asText(),
                    target,
                    scale(each.path("worstRating"), each.path("bestRating")),
                    number(each.path("ratingValue")),
                    target == Target.UNSAID ? word(each.path("category").asText()) : "",
                    each.path("feedback").path("comments").asText(),
                    tags));
        }
        return read;
    }

    private static String word(String category) {
        return category.equals("OTHER") ? "" : category;
    }

    private static Target target(String category) {
        return CATEGORIES.entrySet().stream()
                .filter(each -> each.getValue().equals(category))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(Target.UNSAID);
    }

    private static Scale scale(JsonNode worst, JsonNode best) {
        return new Scale(number(worst).orElse(FIVE_STARS.worst()), number(best).orElse(FIVE_STARS.best()));
    }

    private static Optional<BigDecimal> number(JsonNode json) {
        return json.isNumber() ? Optional.of(LtsFields.plain(json.decimalValue())) : Optional.empty();
    }

    static ObjectNode write(Rate rate) {
        ObjectNode message = Json.object();
        ArrayNode ratings = message.putArray("ratings");
        for (Rating each : rate.ratings()) {
            ObjectNode json = ComputeFields.core("RatingInput").put("id", each.targetId());
            each.value().ifPresent(value -> json.put("ratingValue", value));
            json.put("bestRating", each.scale().best())
                    .put("worstRating", each.scale().worst())
                    .put("category", CATEGORIES.getOrDefault(each.target(), "OTHER"));
            if (!each.comment().isEmpty() || !each.tags().isEmpty()) {
                ObjectNode feedback = json.putObject("feedback");
                LtsFields.putUnlessEmpty(feedback, "comments", each.comment());
                ArrayNode tags = feedback.putArray("tags");
                each.tags().forEach(tags::add);
            }
            ratings.add(json);
        }
        return message;
    }

    /** The official answer has one aggregate, of whatever was rated; of several the first stands there as well. */
    static ObjectNode write(List<Score> scores) {
        ObjectNode message = Json.object().put("received", true);
        scores.stream().findFirst().ifPresent(first -> message.set("aggregate", write(first)));
        if (scores.size() > 1) {
            ArrayNode all = message.putArray("aggregates");
            scores.forEach(score -> all.add(write(score)));
        }
        return message;
    }

    private static ObjectNode write(Score score) {
        ObjectNode json = Json.object().put("count", score.count());
        score.value().ifPresent(value -> json.put("value", value));
        json.put("best", score.scale().best()).put("worst", score.scale().worst());
        LtsFields.putUnlessEmpty(json, "id", score.targetId());
        return json.put("category", CATEGORIES.getOrDefault(score.target(), "OTHER"));
    }

    static List<Score> scores(JsonNode message) {
        var scores = new ArrayList<Score>();
        JsonNode all = message.has("aggregates")
                ? message.path("aggregates")
                : message.path("aggregate").isObject() ? Json.array().add(message.path("aggregate")) : Json.array();
        for (JsonNode each : all) {
            scores.add(new Score(
                    each.path("id").asText(),
                    target(each.path("category").asText()),
                    scale(each.path("worst"), each.path("best")),
                    number(each.path("value")),
                    each.path("count").asLong()));
        }
        return scores;
    }

    static ObjectNode write(Support support) {
        ObjectNode message = Json.object().put("refId", support.contractId());
        message.put("refType", support.contractId().isEmpty() ? "OTHER" : "ORDER");
        if (!support.callbackPhone().isEmpty()) {
            message.set("support", ComputeFields.core("SupportInfo").put("phone", support.callbackPhone()));
        }
        LtsFields.putUnlessEmpty(message, "topic", support.topic());
        return message;
    }

    static ObjectNode write(String contractId, SupportDesk desk) {
        ObjectNode message = Json.object();
        ObjectNode json = ComputeFields.core("SupportInfo");
        LtsFields.putUnlessEmpty(json, "name", desk.name());
        LtsFields.putUnlessEmpty(json, "phone", desk.phone());
        LtsFields.putUnlessEmpty(json, "email", desk.email());
        LtsFields.putUnlessEmpty(json, "url", desk.url());
        LtsFields.putUnlessEmpty(json, "hours", desk.hours());
        message.set("support", json);
        LtsFields.putUnlessEmpty(message, "refId", contractId);
        LtsFields.putUnlessEmpty(message, "ticket", desk.ticket());
        return message;
    }

    static SupportDesk desk(JsonNode message) {
        JsonNode json = message.path("support");
        return new SupportDesk(
                json.path("name").asText(),
                json.path("email").asText(),
                json.path("phone").asText(),
                json.path("url").asText(),
                json.path("hours").asText(),
                message.path("ticket").asText());
    }

    /** Only what is about an order is about a contract of ours. */
    static String contractId(JsonNode message) {
        return message.path("refType").asText("ORDER").equals("ORDER")
                ? message.path("refId").asText()
                : "";
    }

    /** What buyers say of a provider, as the official schema has it, with the scale beside it. */
    static ObjectNode rating(Score score) {
        ObjectNode json = Json.object().put("@type", "beckn:Rating");
        score.value().ifPresent(value -> json.put("beckn:ratingValue", value));
        return json.put("beckn:ratingCount", score.count())
                .put("worst", score.scale().worst())
                .put("best", score.scale().best());
    }

    static Optional<Score> rating(String provider, JsonNode json) {
        return json.has("beckn:ratingCount")
                ? Optional.of(new Score(
                        provider,
                        Target.PROVIDER,
                        scale(json.path("worst"), json.path("best")),
                        number(json.path("beckn:ratingValue")),
                        json.path("beckn:ratingCount").asLong()))
                : Optional.empty();
    }
}
