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
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Currency;
import java.util.Optional;

/** A policy's limits as a catalogue file writes them, and as they are kept and audited: the same fields, in one order. */
final class PolicyLimitsForm {

    private static final Currency GBP = Currency.getInstance("GBP");

    private PolicyLimitsForm() {}

    static PolicyLimits read(Fields fields) {
        return new PolicyLimits(
                fields.optionalAmount("carbonCapKgADay", "such as 400", CarbonMass::ofKilograms),
                fields.optionalAmount("carbonCapKgAJob", "such as 50", CarbonMass::ofKilograms),
                money(fields, "costCapGbp"),
                money(fields, "costCapGbpADay"),
                money(fields, "costCapGbpAJob"),
                fields.optionalAmount("peakKw", "such as 800", Power::ofKilowatts),
                fields.optionalAmount("shiftBudgetKwh", "such as 2000", Energy::ofKilowattHours),
                fields.optionalAmount("maxLatencyMs", "such as 10", PolicyLimitsForm::milliseconds),
                fields.optionalObjects("sitePeaks", PolicyLimitsForm::sitePeak),
                fields.optionalObjects("blackouts", PolicyLimitsForm::blackout));
    }

    private static Optional<Money> money(Fields fields, String name) {
        return fields.optionalAmount(name, "such as 250", amount -> Money.rounded(amount, GBP));
    }

    private static Duration milliseconds(BigDecimal value) {
        return Duration.ofMillis(value.intValueExact());
    }

    private static PolicyLimits.SitePeak sitePeak(Fields fields) {
        return new PolicyLimits.SitePeak(
                fields.optionalText("site", "such as \"south-wales\"").map(SiteId::new),
                fields.amount("kw", "such as 900", Power::ofKilowatts),
                time(fields, "from"),
                time(fields, "until"),
                zone(fields));
    }

    private static LocalTime time(Fields fields, String name) {
        try {
            return fields.optionalText(name, "such as \"16:30\"")
                    .map(LocalTime::parse)
                    .orElse(LocalTime.MIDNIGHT)
                    .truncatedTo(ChronoUnit.MINUTES);
        } catch (DateTimeException noTime) {
            throw fields.refusal(name, "must be a time of day: write such as \"16:30\"");
        }
    }

    private static ZoneId zone(Fields fields) {
        String example = "such as \"Europe/London\"";
        String zone = fields.optionalText("zone", example).orElse("UTC");
        if (!zone.equals("UTC") && !ZoneId.getAvailableZoneIds().contains(zone)) {
            throw fields.refusal("zone", "must be a zone of the IANA data base: write " + example);
        }
        return ZoneId.of(zone);
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
        if (!limits.sitePeaks().isEmpty()) {
            ArrayNode peaks = json.putArray("sitePeaks");
            limits.sitePeaks().forEach(each -> {
                ObjectNode peak = peaks.addObject();
                each.site().ifPresent(site -> peak.put("site", site.value()));
                peak.put("kw", plain(each.most().kilowatts()))
                        .put("from", each.from().toString())
                        .put("until", each.until().toString())
                        .put("zone", each.zone().getId());
            });
        }
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

    static BigDecimal plain(BigDecimal value) {
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
