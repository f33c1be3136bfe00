package dev.flexgate.beckn.activation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.activation.FlexProfile.Payment;
import dev.flexgate.beckn.message.FlexResource.Category;
import dev.flexgate.beckn.message.FlexResource.Programme;
import dev.flexgate.beckn.message.IncentiveTerms;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** {@code programmes/turn-down.json} of the seller's catalogue: how we present ourselves to grid operators, and pay. */
final class ProgrammeFile {

    private static final Set<String> FIELDS = Set.of(
            "id",
            "name",
            "categoryCode",
            "categoryName",
            "participantTypes",
            "devices",
            "controlMode",
            "responseTime",
            "leastNotice",
            "validity",
            "payment",
            "incentive");
    private static final Set<String> PAYMENT = Set.of("method", "cycle", "dayOfMonth");
    private static final Set<String> INCENTIVE =
            Set.of("currency", "rate", "bonusRate", "bonusThreshold", "shortfallPenalty");

    private ProgrammeFile() {}

    /** A catalogue without the file has the programme that FlexGate ships with. */
    static FlexProfile read(Path catalog) {
        Path file = catalog.resolve("programmes").resolve("turn-down.json");
        if (!Files.exists(file)) {
            return FlexProfile.DEFAULT;
        }
        try {
            return profile(StrictJson.parse(Files.readAllBytes(file)));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read catalogue file " + file, unreadable);
        } catch (JsonRefusedException | IllegalArgumentException | ArithmeticException | DateTimeException fault) {
            throw new IllegalArgumentException(file + ": " + fault.getMessage(), fault);
        }
    }

    private static FlexProfile profile(JsonNode json) {
        known(json, FIELDS, "");
        return new FlexProfile(
                new Programme(text(json, "id"), text(json, "name")),
                new Category(text(json, "categoryCode"), text(json, "categoryName")),
                texts(json, "participantTypes"),
                texts(json, "devices"),
                text(json, "controlMode"),
                Duration.parse(text(json, "responseTime")),
                Duration.parse(text(json, "leastNotice")),
                Duration.parse(text(json, "validity")),
                payment(json.path("payment")),
                incentive(json.path("incentive")));
    }

    private static Payment payment(JsonNode json) {
        known(json, PAYMENT, "payment.");
        return new Payment(
                text(json, "method"),
                text(json, "cycle"),
                json.path("dayOfMonth").asInt());
    }

    private static IncentiveTerms incentive(JsonNode json) {
        known(json, INCENTIVE, "incentive.");
        String currency = text(json, "currency");
        return new IncentiveTerms(
                maybe(json, "rate").map(rate -> EnergyPrice.of(rate, currency)),
                maybe(json, "bonusRate").map(BigDecimal::new).orElse(BigDecimal.ZERO),
                maybe(json, "bonusThreshold").map(BigDecimal::new).orElse(BigDecimal.ONE),
                maybe(json, "shortfallPenalty").map(penalty -> EnergyPrice.of(penalty, currency)));
    }

    private static void known(JsonNode json, Set<String> fields, String place) {
        var unknown = new TreeSet<String>();
        json.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(fields);
        if (!json.isObject() || !unknown.isEmpty()) {
            throw new IllegalArgumentException(
                    place + " is an object of " + new TreeSet<>(fields) + "; remove " + unknown);
        }
    }

    private static Optional<String> maybe(JsonNode json, String field) {
        return json.has(field) ? Optional.of(text(json, field)) : Optional.empty();
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new IllegalArgumentException(field + " must be a text that is not empty");
        }
        return value.asText();
    }

    private static List<String> texts(JsonNode json, String field) {
        List<String> texts = new ArrayList<>();
        json.path(field).forEach(each -> texts.add(each.asText()));
        if (texts.isEmpty()) {
            throw new IllegalArgumentException(field + " must be a list of texts that is not empty");
        }
        return texts;
    }
}
