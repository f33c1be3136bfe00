package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.BecknMessage.Support;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.Rating.Scale;
import dev.flexgate.beckn.message.Rating.Score;
import dev.flexgate.beckn.message.Rating.Target;
import dev.flexgate.beckn.message.SupportDesk;
import dev.flexgate.beckn.message.Tracking;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tracking, rating and support in LTS. */
final class LtsAftercare {

    private static final String TRACKING = "$.message.tracking";
    private static final String TAG_SEPARATOR = ", ";

    /** On which a peer rates that names no scale. */
    private static final Scale FIVE_STARS = new Scale(BigDecimal.ONE, BigDecimal.valueOf(5));

    private LtsAftercare() {}

    static ObjectNode write(Proposal proposal, Tracking tracking) {
        ObjectNode message = Json.object();
        ObjectNode json = message.putObject("tracking");
        if (!proposal.wishes().isEmpty()) {
            json.set("contract", LtsProposals.write(proposal));
        }
        json.put("url", tracking.url()).put("status", tracking.active() ? "ACTIVE" : "INACTIVE");
        tracking.until()
                .ifPresent(until -> json.set(
                        "trackingAttributes",
                        LtsFields.attributes("ComputeEnergyTelemetry").put("expiresAt", until.toString())));
        return message;
    }

    static Proposal tracked(JsonNode message) {
        JsonNode contract = message.path("tracking").path("contract");
        return contract.isObject()
                ? LtsProposals.read(contract, TRACKING + ".contract")
                : new Proposal("", List.of(), List.of(), List.of());
    }

    static Tracking tracking(JsonNode message) {
        JsonNode json = message.path("tracking");
        JsonNode until = json.path("trackingAttributes").path("expiresAt");
        return new Tracking(
                json.path("url").asText(),
                json.path("status").asText().equals("ACTIVE"),
                until.isTextual() ? Optional.of(until(until)) : Optional.empty());
    }

    private static Instant until(JsonNode until) {
        return LtsFields.instant(until, TRACKING + ".trackingAttributes.expiresAt");
    }

    static List<Rating> ratings(JsonNode inputs) {
        List<Rating> ratings = new ArrayList<>();
        for (JsonNode input : inputs) {
            JsonNode data = input.path("feedbackFormSubmission").path("data");
            String tags = data.path("tags").asText();
            ratings.add(new Rating(
                    input.path("target").path("id").asText(),
                    target(input),
                    scale(input.path("range")),
                    value(input),
                    data.path("category").asText(),
                    data.path("comments").asText(),
                    tags.isEmpty() ? List.of() : List.of(tags.split(TAG_SEPARATOR, -1))));
        }
        return ratings;
    }

    private static Target target(JsonNode input) {
        String code = input.path("target").path("descriptor").path("code").asText();
        return Stream.of(Target.values())
                .filter(target -> target.name().equals(code))
                .findFirst()
                .orElse(Target.UNSAID);
    }

    private static Scale scale(JsonNode range) {
        return range.has("worst") && range.has("best")
                ? new Scale(
                        range.path("worst").decimalValue(), range.path("best").decimalValue())
                : FIVE_STARS;
    }

    private static Optional<BigDecimal> value(JsonNode input) {
        JsonNode value = input.path("range").path("value");
        return value.isNumber() ? Optional.of(value.decimalValue()) : Optional.empty();
    }

    static ObjectNode write(Rating rating) {
        ObjectNode json = input(rating.targetId(), rating.target(), rating.scale(), rating.value());
        ObjectNode data = Json.object();
        LtsFields.putUnlessEmpty(data, "category", rating.category());
        LtsFields.putUnlessEmpty(data, "comments", rating.comment());
        LtsFields.putUnlessEmpty(data, "tags", String.join(TAG_SEPARATOR, rating.tags()));
        if (!data.isEmpty()) {
            json.putObject("feedbackFormSubmission").set("data", data);
        }
        return json;
    }

    static ObjectNode writeScores(List<Score> scores) {
        ObjectNode message = Json.object();
        ArrayNode ratings = message.putArray("ratings");
        for (Score score : scores) {
            ObjectNode json = input(score.targetId(), score.target(), score.scale(), score.value());
            if (score.count() > 0 && json.get("target") instanceof ObjectNode target) {
                target.set(
                        "targetAttributes",
                        LtsFields.attributes("AggregateRating").put("ratingCount", score.count()));
            }
            ratings.add(json);
        }
        return message;
    }

    private static ObjectNode input(String id, Target target, Scale scale, Optional<BigDecimal> value) {
        ObjectNode json = Json.object();
        ObjectNode rated = json.putObject("target");
        LtsFields.putUnlessEmpty(rated, "id", id);
        if (target != Target.UNSAID) {
            rated.set("descriptor", LtsFields.code(target.name()));
        }
        ObjectNode range = json.putObject("range").put("best", scale.best()).put("worst", scale.worst());
        value.ifPresent(each -> range.put("value", each));
        return json;
    }

    static List<Score> scores(JsonNode ratings) {
        List<Score> scores = new ArrayList<>();
        for (JsonNode rating : ratings) {
            scores.add(new Score(
                    rating.path("target").path("id").asText(),
                    target(rating),
                    scale(rating.path("range")),
                    value(rating),
                    rating.path("target")
                            .path("targetAttributes")
                            .path("ratingCount")
                            .asLong()));
        }
        return scores;
    }

    /** A score where it stands in a catalogue. */
    static ObjectNode write(Score score, ObjectNode attributes) {
        attributes
                .put("bestRating", score.scale().best())
                .put("worstRating", score.scale().worst())
                .put("ratingCount", score.count());
        score.value().ifPresent(value -> attributes.put("ratingValue", value));
        return attributes;
    }

    static Optional<Score> score(String providerId, JsonNode attributes) {
        if (!attributes.path("ratingValue").isNumber()) {
            return Optional.empty();
        }
        return Optional.of(new Score(
                providerId,
                Target.PROVIDER,
                new Scale(
                        attributes.path("worstRating").decimalValue(),
                        attributes.path("bestRating").decimalValue()),
                Optional.of(attributes.path("ratingValue").decimalValue()),
                attributes.path("ratingCount").asLong()));
    }

    static ObjectNode write(Support support) {
        ObjectNode message = Json.object();
        ObjectNode json = message.putObject("support");
        LtsFields.putUnlessEmpty(json, "orderId", support.contractId());
        if (!support.topic().isEmpty()) {
            json.putObject("descriptor").put("name", support.topic());
        }
        if (!support.callbackPhone().isEmpty()) {
            json.putArray("channels")
                    .add(LtsFields.attributes("SupportChannel").put("callbackPhone", support.callbackPhone()));
        }
        return message;
    }

    static String topic(JsonNode support) {
        JsonNode descriptor = support.path("descriptor");
        return descriptor.path("name").asText(descriptor.path("shortDesc").asText(""));
    }

    static String callbackPhone(JsonNode support) {
        return support.path("channels").path(0).path("callbackPhone").asText();
    }

    static ObjectNode write(String contractId, SupportDesk desk) {
        ObjectNode message = Json.object();
        ObjectNode json = message.putObject("support");
        LtsFields.putUnlessEmpty(json, "orderId", contractId);
        if (!desk.name().isEmpty()) {
            json.putObject("descriptor").put("name", desk.name());
        }
        ObjectNode channel = LtsFields.attributes("SupportChannel");
        LtsFields.putUnlessEmpty(channel, "email", desk.email());
        LtsFields.putUnlessEmpty(channel, "phone", desk.phone());
        LtsFields.putUnlessEmpty(channel, "url", desk.url());
        LtsFields.putUnlessEmpty(channel, "hours", desk.hours());
        LtsFields.putUnlessEmpty(channel, "ticket", desk.ticket());
        json.putArray("channels").add(channel);
        return message;
    }

    static SupportDesk desk(JsonNode support) {
        JsonNode channel = support.path("channels").path(0);
        return new SupportDesk(
                support.path("descriptor").path("name").asText(),
                channel.path("email").asText(),
                channel.path("phone").asText(),
                channel.path("url").asText(),
                channel.path("hours").asText(),
                channel.path("ticket").asText());
    }
}
