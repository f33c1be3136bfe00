package dev.flexgate.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Optional;

/** A policy's limits as a catalogue file writes them, and as they are kept and audited: the same fields, in one order. */
final class PolicyLimitsForm {

    private static final Currency GBP = Currency.getInstance("GBP");

    private PolicyLimitsForm() {}

    static PolicyLimits read(Fields fields) {
        return new PolicyLimits(
                fields.optionalDecimal("carbonCapKgADay", "such as 400").map(CarbonMass::ofKilograms),
                fields.optionalDecimal("carbonCapKgAJob", "such as 50").map(CarbonMass::ofKilograms),
                money(fields, "costCapGbp"),
                money(fields, "costCapGbpADay"),
                money(fields, "costCapGbpAJob"),
                fields.optionalDecimal("peakKw", "such as 800").map(Power::ofKilowatts),
                fields.optionalDecimal("shiftBudgetKwh", "such as 2000").map(Energy::ofKilowattHours),
                fields.optionalInteger("maxLatencyMs", "such as 10").map(Duration::ofMillis),
                fields.optionalObjects("blackouts", PolicyLimitsForm::blackout));
    }

    private static Optional<Money> money(Fields fields, String name) {
        return fields.optionalDecimal(name, "such as 250").map(amount -> Money.rounded(amount, GBP));
    }

    private static PolicyLimits.Blackout blackout(Fields fields) {
        Instant from = moment(fields, "from");
        Instant until = moment(fields, "until");
        if (!from.isBefore(until)) {
            throw fields.refusal("until", "must be after from: move one of them");
        }
        return new PolicyLimits.Blackout(
                fields.optionalText("site", "such as \"south-wales\"").map(SiteId::new), new Interval(from, until));
    }

    private static Instant moment(Fields fields, String name) {
        try {
            return Instant.parse(fields.text(name, "such as \"2026-12-24T16:00:00Z\""));
        } catch (DateTimeException noMoment) {
            throw fields.refusal(name, "must be a moment in UTC: write such as \"2026-12-24T16:00:00Z\"");
        }
    }

    /** Nothing where there is no limit. */
    static ObjectNode write(PolicyLimits limits) {
        ObjectNode json = Json.object();
        limits.carbonADay().ifPresent(value -> json.put("carbonCapKgADay", plain(value.kilograms())));
        limits.carbonAJob().ifPresent(value -> json.put("carbonCapKgAJob", plain(value.kilograms())));
        limits.cost().ifPresent(value -> json.put("costCapGbp", plain(value.amount())));
        limits.costADay().ifPresent(value -> json.put("costCapGbpADay", plain(value.amount())));
        limits.costAJob().ifPresent(value -> json.put("costCapGbpAJob", plain(value.amount())));
        limits.peak().ifPresent(value -> json.put("peakKw", plain(value.kilowatts())));
        limits.moved().ifPresent(value -> json.put("shiftBudgetKwh", plain(value.kilowattHours())));
        limits.maxLatency().ifPresent(value -> json.put("maxLatencyMs", value.toMillis()));
        if (!limits.blackouts().isEmpty()) {
            ArrayNode blackouts = json.putArray("blackouts");
            limits.blackouts().forEach(each -> {
                ObjectNode blackout = blackouts.addObject();
                each.site().ifPresent(site -> blackout.put("site", site.value()));
                blackout.put("from", each.when().start().toString())
                        .put("until", each.when().end().toString());
            });
        }
        return json;
    }

    private static BigDecimal plain(BigDecimal value) {
        return new BigDecimal(value.stripTrailingZeros().toPlainString());
    }

    static PolicyLimits stored(String text) {
        try {
            return Fields.read("policy", Json.mapper().readTree(text), PolicyLimitsForm::read);
        } catch (JsonProcessingException broken) {
            throw new IllegalStateException("a stored policy is no JSON", broken);
        }
    }
}
