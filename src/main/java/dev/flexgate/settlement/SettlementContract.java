package dev.flexgate.settlement;

import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.ContractLine;
import dev.flexgate.settlement.rule.Formula;
import dev.flexgate.workload.AssetId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * What is to be settled: who owes whom for which volumes, by which rules.
 *
 * @param id of the order
 * @param counterparty who buys: party id of the grid operator
 * @param seller party id of ours
 * @param assets whose meters are netted; fixed now, so that none is added with hindsight; 1 to {@link #ASSETS_MAX}
 * @param direction which way the load is to move
 * @param lines one a half-hour, in order of time, 1 to {@link #LINES_MAX}
 * @param formula volume to money
 * @param baseline what would have been read without the event
 */
public record SettlementContract(
        ContractId id,
        String counterparty,
        String seller,
        List<AssetId> assets,
        Direction direction,
        List<ContractLine> lines,
        Formula formula,
        BaselineMethod baseline) {

    public static final int ASSETS_MAX = 12;

    /** Two days of half-hours, both of them the longest there is. */
    public static final int LINES_MAX = 100;

    private static final int PARTY_LENGTH_MAX = 200;

    public SettlementContract {
        assets = List.copyOf(assets);
        lines = lines.stream().sorted().toList();
        if (assets.isEmpty() || assets.size() > ASSETS_MAX || new HashSet<>(assets).size() != assets.size()) {
            throw new IllegalArgumentException("a contract has 1 to " + ASSETS_MAX + " assets, each once");
        }
        if (lines.isEmpty() || lines.size() > LINES_MAX) {
            throw new IllegalArgumentException("a contract has 1 to " + LINES_MAX + " lines, not " + lines.size());
        }
        if (Duration.between(
                                lines.getFirst().start(),
                                lines.getLast().interval().end())
                        .compareTo(HalfHours.STEP.multipliedBy(LINES_MAX))
                > 0) {
            throw new IllegalArgumentException("a contract spans at most " + LINES_MAX + " half-hours");
        }
        if (lines.stream().map(ContractLine::start).distinct().count() != lines.size()) {
            throw new IllegalArgumentException("a contract has one line a half-hour");
        }
        if (lines.stream().map(line -> line.price().currency()).distinct().count() != 1) {
            throw new IllegalArgumentException("the lines of a contract are of one currency");
        }
        if (formula instanceof Formula.PerMeterClamp
                && baseline instanceof BaselineMethod.CounterfactualSchedule
                && assets.size() > 1) {
            throw new IllegalArgumentException("a planned load of all assets together cannot be clamped per meter");
        }
        checked(counterparty);
        checked(seller);
        if (counterparty.equals(seller)) {
            throw new IllegalArgumentException("nobody settles with themselves: " + seller);
        }
    }

    private static void checked(String party) {
        if (party.isBlank() || party.length() > PARTY_LENGTH_MAX) {
            throw new IllegalArgumentException("a party's name is 1 to " + PARTY_LENGTH_MAX + " characters");
        }
    }

    public Currency currency() {
        return lines.getFirst().price().currency();
    }

    /**
     * What is left of it when the order is stopped at {@code moment}: half-hours that had passed stand whole, the one
     * that was running stands for the share of it that had passed, to a watt downwards, and later ones are void. Empty
     * when nothing had passed.
     */
    Optional<SettlementContract> until(Instant moment) {
        List<ContractLine> left = new ArrayList<>();
        for (ContractLine line : lines) {
            Duration passed = Duration.between(line.start(), moment);
            long seconds = Math.clamp(passed.toSeconds(), 0, HalfHours.STEP.toSeconds());
            long watts = Math.multiplyExact(line.ordered().watts(), seconds) / HalfHours.STEP.toSeconds();
            if (watts > 0) {
                left.add(new ContractLine(line.start(), new Power(watts), line.price(), line.penalty()));
            }
        }
        return left.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new SettlementContract(id, counterparty, seller, assets, direction, left, formula, baseline));
    }

    /** From the first half-hour's start to the last one's end. */
    public Interval window() {
        return new Interval(lines.getFirst().start(), lines.getLast().interval().end());
    }
}
