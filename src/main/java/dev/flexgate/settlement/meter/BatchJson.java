package dev.flexgate.settlement.meter;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.settlement.meter.BatchReading.Faulty;
import dev.flexgate.settlement.meter.BatchReading.Understood;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import dev.flexgate.workload.MeterId;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a batch as JSON. A line is a run of values of one meter; units are converted here, once, and intervals shorter
 * than half an hour are summed, exactly. Everything wrong is collected, with a pointer to it.
 */
public final class BatchJson {

    private static final int FAULTS_MAX = 50;
    private static final Set<String> BATCH_FIELDS = Set.of("batchId", "readings");
    private static final Set<String> LINE_FIELDS = Set.of("meterId", "start", "interval", "unit", "quality", "values");
    private static final BigDecimal JOULES_PER_KILOWATT_HOUR = BigDecimal.valueOf(3_600_000);

    private final ReadingLimits limits;
    private final Instant now;
    private final List<BatchFault> faults = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final Set<Map.Entry<MeterId, Instant>> seen = new HashSet<>();

    private BatchJson(ReadingLimits limits, Instant now) {
        this.limits = limits;
        this.now = now;
    }

    /**
     * The batch that {@code content} spells.
     *
     * @param sender who sent it
     * @param now half-hours that have not ended by then are refused
     */
    public static BatchReading read(String sender, byte[] content, ReadingLimits limits, Instant now) {
        return new BatchJson(limits, now).read(sender, content);
    }

    private BatchReading read(String sender, byte[] content) {
        JsonNode batch;
        try {
            batch = StrictJson.parse(content, JsonLimits.DEFAULT.withBytes(limits.bytes()));
        } catch (JsonRefusedException refused) {
            return new Faulty(List.of(new BatchFault("", "is not JSON as accepted here: " + refused.getMessage())));
        }
        String id = batch.path("batchId").asText();
        if (!batch.isObject() || !ReadingBatch.ID.matcher(id).matches()) {
            fault("/batchId", "must be your name for this batch: 1 to 64 letters, digits, dots, hyphens, underscores");
        }
        refuseUnknown(batch, "", BATCH_FIELDS);
        lines(batch.path("readings"));
        return faults.isEmpty()
                ? new Understood(new ReadingBatch(sender, id, Buffer.buffer(content), readings))
                : new Faulty(faults);
    }

    private void lines(JsonNode lines) {
        if (!lines.isArray() || lines.isEmpty() || lines.size() > limits.lines()) {
            fault("/readings", "must be a list of 1 to " + limits.lines() + " lines");
            return;
        }
        for (int index = 0; index < lines.size() && faults.size() < FAULTS_MAX; index++) {
            line(lines.get(index), "/readings/" + index);
        }
        if (seen.stream().map(Map.Entry::getKey).distinct().count() > limits.meters()) {
            fault("/readings", "names more than " + limits.meters() + " meters: send them in several batches");
        }
    }

    private void line(JsonNode line, String pointer) {
        refuseUnknown(line, pointer, LINE_FIELDS);
        Optional<MeterId> meter = meter(line, pointer);
        Optional<Instant> start = start(line, pointer);
        Optional<Duration> interval = interval(line, pointer);
        Optional<ReadingUnit> unit = unit(line, pointer);
        Optional<ReadingQuality> quality = quality(line, pointer);
        if (meter.isEmpty() || start.isEmpty() || interval.isEmpty() || unit.isEmpty() || quality.isEmpty()) {
            return;
        }
        int perHalfHour = Math.toIntExact(HalfHours.STEP.dividedBy(interval.get()));
        JsonNode values = line.path("values");
        int halfHours = values.size() / perHalfHour;
        if (!values.isArray() || values.isEmpty() || values.size() % perHalfHour != 0) {
            fault(
                    pointer + "/values",
                    "must fill whole half-hours: " + perHalfHour + " values of " + interval.get() + " each");
        } else if (readings.size() + halfHours > limits.halfHours()) {
            fault(pointer + "/values", "is too much: a batch holds " + limits.halfHours() + " half-hours");
        } else if (ends(start.get(), halfHours).isAfter(now)) {
            fault(
                    pointer + "/start",
                    "and its values reach to " + ends(start.get(), halfHours)
                            + ", which is yet to come: send what has ended");
        } else {
            for (int index = 0; index < halfHours; index++) {
                var run = new Run(
                        values, index * perHalfHour, perHalfHour, interval.get().toSeconds(), unit.get());
                Instant at = ends(start.get(), index);
                halfHour(run, pointer).ifPresent(energy -> add(meter.get(), at, energy, quality.get(), pointer));
            }
        }
    }

    private static Instant ends(Instant start, int halfHours) {
        return start.plus(HalfHours.STEP.multipliedBy(halfHours));
    }

    /** The values of one half-hour among those of a line. */
    private record Run(JsonNode values, int first, int count, long seconds, ReadingUnit unit) {}

    /** The energy of a half-hour, inside empty if a value is null; outside empty if there is a fault. */
    private Optional<Optional<Energy>> halfHour(Run run, String pointer) {
        BigDecimal joules = BigDecimal.ZERO;
        boolean isWhole = true;
        for (int index = run.first(); index < run.first() + run.count(); index++) {
            JsonNode value = run.values().get(index);
            if (value.isNull()) {
                isWhole = false;
                continue;
            }
            @Nullable BigDecimal number = number(value);
            if (number == null) {
                fault(
                        pointer + "/values/" + index,
                        "must be a number, a decimal in quotes, or null where there is none");
                return Optional.empty();
            }
            joules = joules.add(run.unit().joules(number, run.seconds()));
        }
        return isWhole ? energy(joules, pointer + "/values/" + run.first()) : Optional.of(Optional.empty());
    }

    private static @Nullable BigDecimal number(JsonNode value) {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        boolean isDecimal = value.isTextual() && value.textValue().matches("-?[0-9]{1,12}(\\.[0-9]{1,12})?");
        return isDecimal ? new BigDecimal(value.textValue()) : null;
    }

    private Optional<Optional<Energy>> energy(BigDecimal joules, String pointer) {
        BigDecimal most = JOULES_PER_KILOWATT_HOUR.multiply(BigDecimal.valueOf(limits.kilowattHoursMax()));
        if (joules.abs().compareTo(most) > 0) {
            fault(pointer, "is more than " + limits.kilowattHoursMax() + " kWh in half an hour: check the unit");
            return Optional.empty();
        }
        if (joules.stripTrailingZeros().scale() > 0) {
            fault(pointer, "is finer than a joule: five decimals of a kWh always fit");
            return Optional.empty();
        }
        return Optional.of(Optional.of(new Energy(joules.longValueExact())));
    }

    private void add(MeterId meter, Instant start, Optional<Energy> energy, ReadingQuality quality, String pointer) {
        if (!seen.add(Map.entry(meter, start))) {
            fault(pointer, "says twice what " + meter + " read from " + start + ": keep one");
        } else if (energy.isPresent() && quality == ReadingQuality.BAD) {
            fault(pointer + "/values", "must be null where the quality is BAD");
        } else {
            readings.add(new Reading(meter, start, energy, energy.isPresent() ? quality : ReadingQuality.BAD));
        }
    }

    private Optional<MeterId> meter(JsonNode line, String pointer) {
        try {
            return Optional.of(new MeterId(line.path("meterId").asText()));
        } catch (IllegalArgumentException refused) {
            return fault(pointer + "/meterId", String.valueOf(refused.getMessage()));
        }
    }

    private Optional<Instant> start(JsonNode line, String pointer) {
        Instant start;
        try {
            start = OffsetDateTime.parse(line.path("start").asText()).toInstant();
        } catch (DateTimeException notATime) {
            return fault(pointer + "/start", "must be a time with its offset, such as 2026-11-20T17:00:00Z");
        }
        if (!HalfHours.floor(start).equals(start)) {
            return fault(pointer + "/start", "must be the beginning of a half-hour");
        }
        return start.isBefore(now.minus(limits.oldest()))
                ? fault(
                        pointer + "/start",
                        "is longer ago than " + limits.oldest().toDays() + " days")
                : Optional.of(start);
    }

    private Optional<Duration> interval(JsonNode line, String pointer) {
        try {
            Duration interval = Duration.parse(line.path("interval").asText());
            if (interval.toSeconds() >= 60
                    && interval.equals(Duration.ofSeconds(interval.toSeconds()))
                    && HalfHours.STEP.toSeconds() % interval.toSeconds() == 0) {
                return Optional.of(interval);
            }
        } catch (DateTimeException notADuration) {
            // Refused below with those that do not fit.
        }
        return fault(pointer + "/interval", "must be PT30M, or whole minutes that divide it such as PT15M");
    }

    private Optional<ReadingUnit> unit(JsonNode line, String pointer) {
        Optional<ReadingUnit> unit = ReadingUnit.of(line.path("unit").asText());
        return unit.isPresent() ? unit : fault(pointer + "/unit", "must be one of " + ReadingUnit.symbols());
    }

    private Optional<ReadingQuality> quality(JsonNode line, String pointer) {
        String text = line.path("quality").asText();
        Optional<ReadingQuality> quality = Arrays.stream(ReadingQuality.values())
                .filter(each -> each.name().equals(text))
                .findFirst();
        return quality.isPresent()
                ? quality
                : fault(pointer + "/quality", "must be one of " + Arrays.toString(ReadingQuality.values()));
    }

    private void refuseUnknown(JsonNode node, String pointer, Set<String> known) {
        node.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                fault(
                        pointer + "/" + name,
                        "is unknown: remove it, or use one of "
                                + known.stream().sorted().toList());
            }
        });
    }

    private <T> Optional<T> fault(String pointer, String detail) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(new BatchFault(pointer, detail));
        }
        return Optional.empty();
    }
}
