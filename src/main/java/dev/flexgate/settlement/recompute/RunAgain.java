package dev.flexgate.settlement.recompute;

import static dev.flexgate.settlement.recompute.RecomputeCheck.BASELINE;
import static dev.flexgate.settlement.recompute.RecomputeCheck.DUE;
import static dev.flexgate.settlement.recompute.RecomputeCheck.EVENT_DAYS;
import static dev.flexgate.settlement.recompute.RecomputeCheck.MONEY;
import static dev.flexgate.settlement.recompute.RecomputeCheck.READINGS;
import static dev.flexgate.settlement.recompute.RecomputeCheck.VOLUME;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.VerifiedRecord;
import dev.flexgate.settlement.recompute.MoneyAgain.Known;
import dev.flexgate.wire.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/** One run, calculated again from its inputs and compared with its records, check by check. */
final class RunAgain {

    private final CaseFile file;
    private final Terms terms;
    private final int run;
    private final Map<String, VerifiedRecord> records = new TreeMap<>();
    private final JsonNode inputs;
    private final Map<String, Series> series;
    private final Map<String, BaselineAgain> baselines = new TreeMap<>();
    private final Map<Instant, Optional<Known>> volumes = new HashMap<>();
    private long bound;
    private long readings;

    RunAgain(CaseFile file, Terms terms, int run) {
        this.file = file;
        this.terms = terms;
        this.run = run;
        file.baselines(run)
                .forEach(record ->
                        records.put(record.payload().at("/baseline/meterId").asText(), record));
        this.inputs = CaseFile.evidence(file.baselines(run).getFirst(), "inputs");
        this.series = Series.all(inputs);
        for (Terms.Meter meter : terms.meters()) {
            if (!terms.isPlanned()) {
                baselines.put(meter.id(), new BaselineAgain(terms, series(meter)));
            }
        }
    }

    long bound() {
        return bound;
    }

    long readings() {
        return readings;
    }

    private Series series(Terms.Meter meter) {
        return Optional.ofNullable(series.get(meter.id()))
                .orElseThrow(() -> new Refusal(READINGS, record(meter).file(), "no readings of " + meter.id()));
    }

    private VerifiedRecord record(Terms.Meter meter) {
        return Objects.requireNonNull(records.get(meter.id()));
    }

    /** Where the batch itself is here, its bytes say the same; for the event's own half-hours it must be. */
    void checkReadings() {
        Map<String, RawBatch> raw = new HashMap<>();
        for (Terms.Meter meter : terms.meters()) {
            Series one = series(meter);
            for (Instant start : one.starts()) {
                readings++;
                String record = Objects.requireNonNull(one.batchOf().get(start));
                if (file.all().containsKey(record)) {
                    bound++;
                    RawBatch batch = raw.computeIfAbsent(record, this::rawBatch);
                    require(
                            batch.at(meter.id(), start).equals(one.at(start)),
                            READINGS,
                            record(meter),
                            "the reading of " + meter.id() + " from " + start + " is not that of its batch");
                }
            }
            for (Terms.Line line : terms.lines()) {
                String record = one.batchOf().getOrDefault(line.start(), "");
                boolean isRead = one.at(line.start()).isPresent();
                require(
                        !isRead || file.all().containsKey(record),
                        READINGS,
                        record(meter),
                        "the batch that brought the reading of " + meter.id() + " from " + line.start()
                                + " is not here");
            }
        }
    }

    private RawBatch rawBatch(String record) {
        VerifiedRecord batch = Objects.requireNonNull(file.all().get(record));
        byte[] content = batch.evidence().get("readings");
        if (content == null || !batch.type().equals("READING_ACCEPTED")) {
            throw new Refusal(READINGS, batch.file(), "not a record of readings");
        }
        return RawBatch.of(content);
    }

    void checkEventDays() {
        for (Terms.Meter meter : terms.meters()) {
            series(meter).eventDays().forEach((day, id) -> {
                VerifiedRecord record = file.all().get(id);
                boolean declared = record != null
                        && record.type().equals("EVENT_DAY_DECLARED")
                        && record.payload().path("meterId").asText().equals(meter.id())
                        && record.payload().path("settlementDate").asText().equals(day.toString());
                require(declared, EVENT_DAYS, record(meter), day + " was not declared for " + meter.id());
            });
        }
    }

    void checkBaseline() {
        byte[] shared = file.baselines(run).getFirst().evidence().get("inputs");
        for (Terms.Meter meter : terms.meters()) {
            VerifiedRecord record = record(meter);
            ObjectNode says = record.payload().path("baseline").deepCopy();
            require(Arrays.equals(record.evidence().get("inputs"), shared), BASELINE, record, "inputs of its own");
            require(
                    says.path("method").asText().equals(terms.method()),
                    BASELINE,
                    record,
                    "another method than agreed");
            says.remove(List.of("method", "methodologyVersion", "runDate", "run"));
            BaselineAgain again = baselines.get(meter.id());
            ObjectNode expected = again == null ? Json.object().put("meterId", meter.id()) : again.words(meter.id());
            require(says.equals(expected), BASELINE, record, "the selection of days does not follow from the readings");
        }
    }

    void checkVolumes() {
        List<VerifiedRecord> records = file.volumes(run);
        Map<String, Map<Instant, Optional<Ratio>>> values = new HashMap<>();
        for (Terms.Meter meter : terms.meters()) {
            BaselineAgain again = baselines.get(meter.id());
            if (again != null) {
                values.put(meter.id(), again.values(meter.isPureImport()));
            }
        }
        for (int at = 0; at < records.size(); at++) {
            checkVolume(records.get(at), terms.lines().get(at).start(), values);
        }
    }

    private void checkVolume(VerifiedRecord record, Instant start, Map<String, Map<Instant, Optional<Ratio>>> values) {
        var missing = new ArrayList<String>();
        var meters = new ArrayList<MeterAgain>();
        for (Terms.Meter meter : terms.meters()) {
            OptionalLong read = series(meter).at(start);
            if (read.isEmpty()) {
                missing.add("reading of " + meter.id());
            } else {
                Ratio metered = Ratio.of(read.getAsLong());
                // Too little history: what was metered counts as usual.
                Optional<Ratio> own = Optional.ofNullable(values.get(meter.id()))
                        .map(each -> Objects.requireNonNull(each.get(start)).orElse(metered));
                meters.add(new MeterAgain(meter.id(), metered, own));
            }
        }
        Optional<Ratio> planned = terms.isPlanned() ? planned(start) : Optional.empty();
        if (missing.isEmpty() && terms.isPlanned() && planned.isEmpty()) {
            missing.add("planned load, frozen before the event");
        }
        compare(record, start, missing, meters, planned);
    }

    /** One meter in one half-hour, in J. */
    private record MeterAgain(String id, Ratio metered, Optional<Ratio> baseline) {}

    private Optional<Ratio> planned(Instant start) {
        return file.frozenLoad().flatMap(frozen -> {
            for (JsonNode each : CaseFile.evidence(frozen, "plannedLoad").path("plannedLoad")) {
                if (Instant.parse(each.path("utcStart").asText()).equals(start)) {
                    return Optional.of(Ratio.of(each.path("loadW").asLong()).multiply(Ratio.of(1_800)));
                }
            }
            return Optional.empty();
        });
    }

    private void compare(
            VerifiedRecord record,
            Instant start,
            List<String> missing,
            List<MeterAgain> meters,
            Optional<Ratio> planned) {
        ObjectNode expected = Json.object();
        if (!missing.isEmpty()) {
            ArrayNode list = expected.putArray("missing");
            missing.forEach(list::add);
            volumes.put(start, Optional.empty());
            require(record.payload().path("volume").equals(expected), VOLUME, record, "not what is missing");
            require(!record.payload().has("delivered"), VOLUME, record, "delivers what is unknown");
            return;
        }
        boolean onlyOne = meters.size() == 1;
        List<MeterAgain> own = planned.isPresent() && onlyOne
                ? List.of(
                        new MeterAgain(meters.getFirst().id(), meters.getFirst().metered(), planned))
                : meters;
        Ratio metered = Ratio.sum(own.stream().map(MeterAgain::metered).toList());
        Ratio without = planned.orElseGet(() -> Ratio.sum(
                own.stream().flatMap(meter -> meter.baseline().stream()).toList()));
        Ratio delivered = without.subtract(metered);
        expected.put("baselineJ", without.toString())
                .put("meteredJ", metered.toString())
                .put("deliveredJ", delivered.toString());
        ArrayNode list = expected.putArray("meters");
        own.forEach(meter -> {
            ObjectNode json = list.addObject()
                    .put("meterId", meter.id())
                    .put("meteredJ", meter.metered().toString());
            meter.baseline().ifPresent(baselineJ -> json.put("baselineJ", baselineJ.toString()));
        });
        require(
                record.payload().path("volume").equals(expected),
                VOLUME,
                record,
                "the volume does not follow from baseline and readings");
        Optional<Ratio> clamped = clamped(own);
        volumes.put(start, Optional.of(new Known(delivered, clamped)));
        ObjectNode shown = Json.object()
                .put("baselineMwh", mwh(without))
                .put("meteredMwh", mwh(metered))
                .put("deliveredMwh", mwh(delivered));
        clamped.ifPresent(value -> shown.put("clampedPerMeterMwh", mwh(value)));
        require(
                record.payload().path("delivered").equals(shown),
                VOLUME,
                record,
                "the MWh are not those of its joules");
    }

    private Optional<Ratio> clamped(List<MeterAgain> meters) {
        if (meters.stream().anyMatch(meter -> meter.baseline().isEmpty())) {
            return Optional.empty();
        }
        Ratio sign = Ratio.of(terms.isTurnDown() ? 1 : -1);
        return Optional.of(Ratio.sum(meters.stream()
                .map(meter -> meter.baseline()
                        .orElseThrow()
                        .subtract(meter.metered())
                        .multiply(sign)
                        .atLeastNothing())
                .toList()));
    }

    private static String mwh(Ratio joules) {
        return joules.divide(3_600_000_000L).decimal(6);
    }

    void checkMoney() {
        var money = new MoneyAgain(terms, volumes, MoneyAgain.systemPrices(inputs));
        List<VerifiedRecord> records = file.lines(run);
        for (int at = 0; at < records.size(); at++) {
            checkMoney(records.get(at), terms.lines().get(at), money);
        }
    }

    private void checkMoney(VerifiedRecord record, Terms.Line line, MoneyAgain money) {
        Optional<Map<String, String>> amounts = money.amounts(line);
        JsonNode says = record.payload().path("settlement");
        JsonNode commercial = record.payload().path("commercial");
        boolean asAgreed = commercial.path("orderedW").asLong() == line.orderedW()
                && commercial.path("pricePerKwh").equals(line.json().path("pricePerKwh"))
                && commercial.path("penaltyPerKwh").equals(line.json().path("penaltyPerKwh"))
                && says.path("currency").asText().equals(terms.currency())
                && says.path("formulaId").equals(terms.formula().path("formulaId"));
        require(asAgreed, MONEY, record, "other terms than agreed");
        require(says.path("isMeasured").asBoolean() == amounts.isPresent(), MONEY, record, "measured, or not");
        Map<String, String> known = amounts.orElse(Map.of());
        require(
                says.path("flows").equals(MoneyAgain.words(known)),
                MONEY,
                record,
                "the money does not follow from the volume");
        String net = MoneyAgain.net(known).toPlainString();
        require(says.path("net").asText().equals(net), MONEY, record, "the net is not the sum of its flows, " + net);
    }

    void checkDue() {
        List<VerifiedRecord> records = file.lines(run);
        List<VerifiedRecord> before = run == 1 ? List.of() : file.lines(run - 1);
        for (int at = 0; at < records.size(); at++) {
            BigDecimal earlier = before.isEmpty() ? BigDecimal.ZERO : amount(before.get(at), "net");
            BigDecimal due = amount(records.get(at), "net").subtract(earlier);
            require(amount(records.get(at), "due").compareTo(due) == 0, DUE, records.get(at), "due is " + due);
        }
    }

    private static BigDecimal amount(VerifiedRecord record, String name) {
        return new BigDecimal(record.payload().path("settlement").path(name).asText());
    }

    Recomputation.Run figures() {
        Ratio delivered = Ratio.sum(volumes.values().stream()
                .flatMap(Optional::stream)
                .map(Known::delivered)
                .toList());
        return new Recomputation.Run(run, mwh(delivered), sum("net"), sum("due"));
    }

    private String sum(String name) {
        return file.lines(run).stream()
                .map(record -> amount(record, name))
                .reduce(new BigDecimal("0.0000"), BigDecimal::add)
                .toPlainString();
    }

    private static void require(boolean holds, RecomputeCheck check, VerifiedRecord record, String why) {
        if (!holds) {
            throw new Refusal(check, record.file(), why);
        }
    }
}
