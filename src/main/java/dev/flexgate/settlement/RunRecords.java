package dev.flexgate.settlement;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Evidence;
import dev.flexgate.audit.RecordId;
import dev.flexgate.audit.RecordType;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.settlement.meter.StoredReading;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.settlement.rule.DaySelection;
import dev.flexgate.settlement.rule.Flow;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.settlement.rule.Measured.Known;
import dev.flexgate.settlement.rule.MeterBaseline;
import dev.flexgate.settlement.rule.Volume;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.MeterId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The records of one run. They hold every figure; the inputs come as evidence, whole, so that who holds the bundle can
 * calculate the run again without asking anybody.
 */
final class RunRecords {

    /** Records that one may name as causes, below the log's own bound. */
    private static final int CAUSES_MAX = 200;

    private static final String METHODOLOGY_VERSION = "1";
    private static final String ROUNDING = "HALF_EVEN, 4 decimals, each flow once";

    private final SettlementRecords records;
    private final Inputs inputs;
    private final Evidence contract;
    private final Evidence history;
    private final int run;
    private final Instant now;
    private long version;

    RunRecords(SettlementRecords records, Inputs inputs, Evidence history, int run, Instant now) {
        this.records = records;
        this.inputs = inputs;
        this.contract = SettlementRecords.evidence(
                "contract",
                ContractJson.write(inputs.open().contract(), inputs.open().meters()));
        this.history = history;
        this.run = run;
        this.now = now;
        this.version = inputs.open().version();
    }

    /** How many records there are about the contract by now. */
    long version() {
        return version;
    }

    /** What each meter would have read, as this run found it: one record a meter, in the order of the contract. */
    List<RecordId> baselines(Tx tx, Calculation calculation, List<RecordId> before) {
        var made = new ArrayList<RecordId>();
        for (int at = 0; at < inputs.open().meters().size(); at++) {
            MeterId meter = inputs.open().meterIds().get(at);
            Optional<RecordId> earlier = before.isEmpty() ? Optional.empty() : Optional.of(before.get(at));
            made.add(baseline(
                    tx, meter, Optional.ofNullable(calculation.baselines().get(meter)), earlier));
        }
        return made;
    }

    private RecordId baseline(Tx tx, MeterId meter, Optional<MeterBaseline> found, Optional<RecordId> before) {
        ObjectNode content = SettlementRecords.outcome("FROZEN");
        SettlementRecords.commercial(content, contract());
        addSites(content);
        ObjectNode baseline = content.putObject("baseline")
                .put("method", contract().baseline().code())
                .put("methodologyVersion", METHODOLOGY_VERSION)
                .put("runDate", SettlementPeriod.containing(now).date().toString())
                .put("run", run)
                .put("meterId", meter.value());
        found.ifPresent(days -> write(days, baseline));
        before.ifPresent(record -> content.put("supersedes", record.toString()));
        return append(tx, RecordType.BASELINE_FROZEN, causes(meter, before), content, List.of(contract, history));
    }

    private static void write(MeterBaseline found, ObjectNode json) {
        ArrayNode days = json.putArray("days");
        found.days().values().forEach(selection -> write(selection, days.addObject()));
        ArrayNode adjustments = json.putArray("inDay");
        found.periods().forEach((start, period) -> {
            if (period instanceof MeterBaseline.Period.Found value && value.inDay() != MeterBaseline.InDay.OFF) {
                adjustments
                        .addObject()
                        .put("utcStart", start.toString())
                        .put("status", value.inDay().name())
                        .put("unadjustedJ", FlowsJson.exact(value.unadjusted()))
                        .put("inDayAdjJ", FlowsJson.exact(value.adjustment()));
            }
        });
    }

    private static void write(DaySelection selection, ObjectNode json) {
        json.put("settlementDate", selection.day().toString())
                .put("status", selection.isSufficient() ? Calculation.OK : Calculation.INSUFFICIENT);
        ArrayNode selected = json.putArray("selectedDays");
        selection.selected().forEach(day -> selected.add(day.toString()));
        ArrayNode excluded = json.putArray("excludedDays");
        selection
                .excluded()
                .forEach(each -> excluded.addObject()
                        .put("date", each.day().toString())
                        .put("reason", each.reason().name()));
    }

    /** The contract, the days that do not count, and the batches of the history, as many as a record may name. */
    private List<RecordId> causes(MeterId meter, Optional<RecordId> before) {
        Set<RecordId> causes = new LinkedHashSet<>();
        causes.add(inputs.open().openedRecord());
        inputs.open().frozen().ifPresent(frozen -> causes.add(frozen.record()));
        before.ifPresent(causes::add);
        causes.addAll(inputs.eventDays()
                .getOrDefault(meter, Collections.emptySortedMap())
                .values());
        inputs.ofMeter(meter).values().stream().map(StoredReading::record).forEach(causes::add);
        return causes.stream().limit(CAUSES_MAX).toList();
    }

    /** What was delivered in one half-hour. */
    RecordId volume(Tx tx, Calculation.Result result, List<RecordId> baselines, Optional<RecordId> supersedes) {
        ContractLine line = result.line();
        ObjectNode content = SettlementRecords.outcome("PROVISIONAL");
        SettlementRecords.period(content, line.start());
        addSites(content);
        content.put("run", run);
        supersedes.ifPresent(record -> content.put("supersedes", record.toString()));
        content.putObject("baseline")
                .put("method", contract().baseline().code())
                .put("status", result.baselineStatus());
        content.put("quality", result.quality().name());
        content.set("volume", FlowsJson.write(result.measured()));
        if (result.measured() instanceof Known known) {
            ObjectNode delivered = content.putObject("delivered")
                    .put("baselineMwh", mwh(known.baseline()))
                    .put("meteredMwh", mwh(known.metered()))
                    .put("deliveredMwh", mwh(known.delivered()));
            known.clampedPerMeter(contract().direction())
                    .ifPresent(clamped -> delivered.put("clampedPerMeterMwh", mwh(clamped)));
        }
        Set<RecordId> causes = new LinkedHashSet<>(baselines);
        inputs.open()
                .meterIds()
                .forEach(meter -> inputs.reading(meter, line.start())
                        .map(StoredReading::record)
                        .ifPresent(causes::add));
        supersedes.ifPresent(causes::add);
        return append(tx, RecordType.DELIVERED_VOLUME, causes, content, List.of());
    }

    /** What one half-hour is worth. */
    RecordId line(Tx tx, Calculation.Result result, Money net, Money due, Causes causes) {
        ContractLine line = result.line();
        ObjectNode content = SettlementRecords.outcome("CALCULATED");
        SettlementRecords.period(content, line.start());
        SettlementRecords.commercial(content, contract())
                .put("orderedW", line.ordered().watts())
                .put("pricePerKwh", line.price().perKilowattHour().toPlainString())
                .put("penaltyPerKwh", line.penalty().perKilowattHour().toPlainString());
        ObjectNode settlement = content.putObject("settlement")
                .put("run", run)
                .put("formulaId", contract().formula().id())
                .put("isMeasured", result.flows().isPresent())
                .put("net", net.amount().toPlainString())
                .put("due", due.amount().toPlainString())
                .put("currency", net.currency().getCurrencyCode())
                .put("rounding", ROUNDING);
        settlement.set("flows", FlowsJson.write(result.flows().orElse(List.of())));
        causes.supersedes().ifPresent(record -> settlement.put("supersedes", record.toString()));
        if (contract().formula() instanceof Formula.TradedVolume traded) {
            compensation(content, traded, result);
        }
        Set<RecordId> all = new LinkedHashSet<>(List.of(causes.volume()));
        causes.supersedes().ifPresent(all::add);
        return append(tx, RecordType.SETTLEMENT_LINE, all, content, List.of());
    }

    /** What a line follows from. */
    record Causes(RecordId volume, Optional<RecordId> supersedes) {}

    private void compensation(ObjectNode content, Formula.TradedVolume traded, Calculation.Result result) {
        ObjectNode json = content.putObject("compensation")
                .put("model", traded.compensation().name())
                .put("scrpPerKwh", traded.compensationPrice().perKilowattHour().toPlainString());
        if (result.measured() instanceof Known known) {
            json.put("volumeMwh", mwh(known.delivered()));
        }
        result.flows().orElse(List.of()).stream()
                .filter(flow -> flow.purpose().to() == Flow.Role.SUPPLIER)
                .forEach(flow -> json.put("amount", flow.amount().amount().toPlainString()));
    }

    private void addSites(ObjectNode content) {
        List<String> sites = inputs.open().meters().stream()
                .map(ContractMeter::site)
                .map(SiteId::value)
                .distinct()
                .toList();
        ArrayNode list = content.putArray("siteIds");
        sites.forEach(list::add);
    }

    private RecordId append(
            Tx tx, RecordType type, Collection<RecordId> causes, ObjectNode content, List<Evidence> evidence) {
        version++;
        return records.about(tx, type, inputs.open().id(), version, now, List.copyOf(causes), content, evidence);
    }

    private SettlementContract contract() {
        return inputs.open().contract();
    }

    private static String mwh(Volume volume) {
        return volume.megawattHours().toPlainString();
    }
}
