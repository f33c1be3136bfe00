package dev.flexgate.console.grid;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Mark;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Interval;
import dev.flexgate.settlement.DeliveredVolume.Finding;
import dev.flexgate.settlement.SettlementCase;
import dev.flexgate.settlement.SettlementCase.SettledPeriod;
import dev.flexgate.settlement.SettlementLine.Amounts;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.settlement.rule.Flow;
import dev.flexgate.settlement.rule.Measured;
import dev.flexgate.settlement.rule.Volume;
import java.util.List;
import java.util.Optional;

/**
 * One settlement, half-hour by half-hour.
 *
 * @param settled what is settled and how far it has come
 * @param periods a row each
 */
public record SettlementPage(SettlementCase settled, List<Period> periods) {

    /**
     * One half-hour as it is shown; energies in kWh, money in the contract's currency, exact.
     *
     * @param baseline what would have been read; empty while unknown
     * @param metered what was read; empty while unknown
     * @param delivered baseline less metered in the ordered direction; empty while unknown
     * @param missing what is still unknown, in words
     * @param mark how far to believe it
     * @param proof the record of the money
     */
    public record Period(
            Interval period,
            String ordered,
            Optional<String> baseline,
            Optional<String> metered,
            Optional<String> delivered,
            List<String> missing,
            String price,
            String payment,
            String penalty,
            String net,
            String state,
            Mark mark,
            Optional<String> proof) {}

    /** As the last run found it. */
    public static SettlementPage of(SettlementCase settled) {
        Direction direction = settled.contract().direction();
        List<Period> periods = settled.periods().isEmpty()
                ? settled.contract().lines().stream()
                        .map(SettlementPage::waiting)
                        .toList()
                : settled.periods().stream()
                        .map(period -> period(period, direction))
                        .toList();
        return new SettlementPage(settled, periods);
    }

    private static Period waiting(ContractLine line) {
        return new Period(
                line.interval(),
                kilowattHours(line.orderedVolume()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Amount.perKilowattHour(line.price()),
                "",
                "",
                "",
                "waits for readings",
                new Mark(Mark.Kind.MISSING, "meters", "no run has been made yet", Optional.empty()),
                Optional.empty());
    }

    private static Period period(SettledPeriod settled, Direction direction) {
        ContractLine line = settled.line();
        Finding finding = settled.volume().finding();
        Amounts amounts = settled.money().amounts();
        Optional<Measured.Known> known =
                finding.measured() instanceof Measured.Known found ? Optional.of(found) : Optional.empty();
        List<String> missing = finding.measured() instanceof Measured.Unknown(List<String> what) ? what : List.of();
        return new Period(
                line.interval(),
                kilowattHours(line.orderedVolume()),
                known.map(each -> kilowattHours(each.baseline())),
                known.map(each -> kilowattHours(each.metered())),
                known.map(each -> kilowattHours(each.delivered(direction))),
                missing,
                Amount.perKilowattHour(line.price()),
                amounts.of(Flow.Purpose.DELIVERY, Flow.Purpose.BONUS, Flow.Purpose.SALE)
                        .amount()
                        .toPlainString(),
                amounts.of(Flow.Purpose.SHORTFALL).amount().toPlainString(),
                amounts.net().amount().toPlainString(),
                States.word(settled.money().state()),
                new Mark(
                        Mark.Kind.of(finding.quality()),
                        "meters",
                        "baseline " + finding.baselineStatus() + ", run " + finding.run(),
                        Optional.empty()),
                Optional.of(amounts.record().toString()));
    }

    private static String kilowattHours(Volume volume) {
        return Amount.digits(volume.kilowattHours(), 3);
    }
}
