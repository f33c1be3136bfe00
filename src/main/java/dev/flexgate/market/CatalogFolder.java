package dev.flexgate.market;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.market.OfferTemplate.Audience;
import dev.flexgate.market.OfferTemplate.Scope;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the seller's own files of the top-level {@code catalog} folder: provider and offer terms. */
public final class CatalogFolder {

    private static final Set<String> PROVIDER_FIELDS = Set.of("id", "name", "shortDescription", "currency", "sample");
    private static final Set<String> OFFER_FIELDS = Set.of(
            "id",
            "name",
            "shortDescription",
            "windowHalfHours",
            "leastPowerKw",
            "powerStepKw",
            "leastNoticeMinutes",
            "quoteValidityMinutes",
            "feePerKwh");
    private static final Set<String> OPTIONAL = Set.of("support", "cancellation", "availableTo");

    private static final BigDecimal MOST = BigDecimal.valueOf(1_000_000);

    private final Path folder;

    public CatalogFolder(Path folder) {
        this.folder = folder;
    }

    /** A catalogue file that cannot be used; the message names file, field and fix. */
    public static final class CatalogException extends RuntimeException {

        private static final long serialVersionUID = 1;

        CatalogException(Path file, String fault) {
            super(file + ": " + fault);
        }
    }

    public ProviderProfile provider() {
        Path file = folder.resolve("provider.json");
        JsonNode json = read(file, PROVIDER_FIELDS);
        return built(
                file,
                () -> new ProviderProfile(
                        text(json, "id"),
                        text(json, "name"),
                        text(json, "shortDescription"),
                        Currency.getInstance(text(json, "currency")),
                        json.has("support") ? Optional.of(support(json.path("support"))) : Optional.empty(),
                        json.path("sample").asBoolean()));
    }

    public OfferTemplate offer(String name) {
        Path file = folder.resolve("offers").resolve(name + ".json");
        JsonNode json = read(file, OFFER_FIELDS);
        Currency currency = provider().currency();
        return built(
                file,
                () -> new OfferTemplate(
                        text(json, "id"),
                        text(json, "name"),
                        text(json, "shortDescription"),
                        whole(json, "windowHalfHours"),
                        Power.ofKilowatts(whole(json, "leastPowerKw")),
                        Power.ofKilowatts(whole(json, "powerStepKw")),
                        Duration.ofMinutes(whole(json, "leastNoticeMinutes")),
                        Duration.ofMinutes(whole(json, "quoteValidityMinutes")),
                        new EnergyPrice(new BigDecimal(text(json, "feePerKwh")), currency),
                        json.has("cancellation") ? policy(json.path("cancellation")) : CancellationPolicy.NEVER,
                        audience(json.path("availableTo"))));
    }

    private static SupportContact support(JsonNode json) {
        return new SupportContact(
                text(json, "name"),
                json.path("email").asText(),
                json.path("phone").asText(),
                json.path("url").asText(),
                json.path("hours").asText());
    }

    private static CancellationPolicy policy(JsonNode json) {
        var terms = new ArrayList<CancellationPolicy.Term>();
        for (JsonNode term : json.path("terms")) {
            terms.add(new CancellationPolicy.Term(
                    Duration.ofMinutes(whole(term, "noticeMinutes")), new BigDecimal(text(term, "feePercent"))));
        }
        var reasons = new TreeMap<String, String>();
        for (JsonNode reason : json.path("reasons")) {
            reasons.put(text(reason, "code"), text(reason, "text"));
        }
        return new CancellationPolicy(terms, reasons);
    }

    private static List<Audience> audience(JsonNode json) {
        var audience = new ArrayList<Audience>();
        for (JsonNode each : json) {
            audience.add(new Audience(Scope.valueOf(text(each, "type")), text(each, "id")));
        }
        return audience;
    }

    private static JsonNode read(Path file, Set<String> fields) {
        JsonNode json;
        try {
            json = StrictJson.parse(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read catalogue file " + file, unreadable);
        } catch (JsonRefusedException refused) {
            throw new CatalogException(file, String.valueOf(refused.getMessage()));
        }
        var missing = new TreeSet<>(fields);
        var unknown = new TreeSet<String>();
        json.fieldNames().forEachRemaining(name -> {
            if (!missing.remove(name) && !OPTIONAL.contains(name)) {
                unknown.add(name);
            }
        });
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new CatalogException(file, faults(missing, unknown));
        }
        return json;
    }

    private static String faults(Set<String> missing, Set<String> unknown) {
        return List.of(
                        missing.isEmpty() ? "" : "add the missing fields " + missing,
                        unknown.isEmpty() ? "" : "remove the unknown fields " + unknown)
                .stream()
                .filter(fault -> !fault.isEmpty())
                .reduce((first, second) -> first + "; " + second)
                .orElseThrow();
    }

    /** One step of reading that may meet a value out of range. */
    private interface Building<T> {
        T build();
    }

    private static <T> T built(Path file, Building<T> building) {
        try {
            return building.build();
        } catch (IllegalArgumentException | ArithmeticException fault) {
            throw new CatalogException(file, String.valueOf(fault.getMessage()));
        }
    }

    private static String text(JsonNode json, String field) {
        JsonNode value = json.path(field);
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new IllegalArgumentException(field + " must be a text that is not empty");
        }
        return value.asText();
    }

    private static int whole(JsonNode json, String field) {
        BigDecimal value = json.path(field).isNumber() ? json.path(field).decimalValue() : BigDecimal.ONE.negate();
        if (value.signum() < 0 || value.stripTrailingZeros().scale() > 0 || value.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(field + " must be a whole number from 0 to " + MOST);
        }
        return value.intValueExact();
    }
}
