package dev.flexgate.settlement.rule;

import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Money;
import dev.flexgate.settlement.rule.Flow.Purpose;
import dev.flexgate.settlement.rule.Measured.Known;
import dev.flexgate.settlement.rule.Measured.Unknown;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Delivered volume to money, by each formula. Every flow is an exact product, rounded once, half-even, to four
 * decimals; sums are sums of what was rounded, so that an invoice adds up.
 */
public final class MoneyRules {

    /**
     * One half-hour to be settled.
     *
     * @param line what was ordered
     * @param measured what was delivered
     * @param systemPrice imbalance price of the half-hour; needed by {@link Formula.TradedVolume} alone
     */
    public record Case(ContractLine line, Measured measured, Optional<EnergyPrice> systemPrice) {}

    private MoneyRules() {}

    /**
     * The flows of each half-hour, in order; none where something it needs is unknown.
     *
     * @param cases all half-hours of the contract
     */
    public static List<Optional<List<Flow>>> settle(Formula formula, Direction direction, List<Case> cases) {
        boolean bonus = formula instanceof Formula.Incentive incentive && earnsBonus(incentive, direction, cases);
        return cases.stream()
                .map(each -> settle(formula, direction, each, bonus))
                .toList();
    }

    private static Optional<List<Flow>> settle(Formula formula, Direction direction, Case each, boolean bonus) {
        return switch (each.measured()) {
            case Unknown _ -> Optional.empty();
            case Known known ->
                switch (formula) {
                    case Formula.PayAsBid _, Formula.Uftp _ ->
                        Optional.of(capped(each.line(), known.delivered(direction)));
                    case Formula.PerMeterClamp _ -> Optional.of(capped(each.line(), clamped(known, direction)));
                    case Formula.Incentive incentive ->
                        Optional.of(incentive(incentive, each.line(), known.delivered(direction), bonus));
                    case Formula.TradedVolume traded ->
                        each.systemPrice().map(price -> traded(traded, each.line(), known, direction, price));
                };
        };
    }

    private static Volume clamped(Known known, Direction direction) {
        return known.clampedPerMeter(direction)
                .orElseThrow(() -> new IllegalStateException("a clamp per meter without baselines per meter"));
    }

    /** Pays at most what was ordered; what is short of it is punished, a move the wrong way in full. */
    private static List<Flow> capped(ContractLine line, Volume delivered) {
        Volume ordered = line.orderedVolume();
        Volume paid = delivered.max(Volume.ZERO).min(ordered);
        Volume shortfall = ordered.minus(delivered).max(Volume.ZERO);
        return List.of(
                flow(Purpose.DELIVERY, paid.at(line.price()), line),
                flow(Purpose.SHORTFALL, shortfall.at(line.penalty()), line));
    }

    /** Pays all that was delivered, and punishes what was short of the order. */
    private static List<Flow> incentive(Formula.Incentive terms, ContractLine line, Volume delivered, boolean bonus) {
        Fraction incentive = delivered.max(Volume.ZERO).at(line.price());
        var flows = new ArrayList<Flow>();
        flows.add(flow(Purpose.DELIVERY, incentive, line));
        if (bonus) {
            flows.add(flow(Purpose.BONUS, incentive.times(Fraction.of(terms.bonusRate())), line));
        }
        Volume shortfall = line.orderedVolume().minus(delivered).max(Volume.ZERO);
        flows.add(flow(Purpose.SHORTFALL, shortfall.at(line.penalty()), line));
        return flows;
    }

    /** Over the whole event; while any half-hour of it is unknown there is no bonus. */
    private static boolean earnsBonus(Formula.Incentive terms, Direction direction, List<Case> cases) {
        Volume delivered = Volume.ZERO;
        Volume ordered = Volume.ZERO;
        for (Case each : cases) {
            if (!(each.measured() instanceof Known known)) {
                return false;
            }
            delivered = delivered.plus(known.delivered(direction));
            ordered = ordered.plus(each.line().orderedVolume());
        }
        Fraction threshold = ordered.joules().times(Fraction.of(terms.bonusAbove()));
        return terms.bonusRate().compareTo(BigDecimal.ZERO) > 0
                && delivered.joules().compareTo(threshold) > 0;
    }

    private static List<Flow> traded(
            Formula.TradedVolume terms, ContractLine line, Known known, Direction direction, EnergyPrice systemPrice) {
        // A sale of turn-up is a purchase: sold volume and deviation carry the same sign.
        Volume sold = switch (direction) {
            case DOWN -> line.orderedVolume();
            case UP -> line.orderedVolume().negated();
        };
        Volume imbalance = known.delivered().minus(sold);
        Fraction compensation = known.delivered().at(terms.compensationPrice());
        var flows = new ArrayList<Flow>();
        flows.add(flow(Purpose.SALE, sold.at(line.price()), line));
        flows.add(flow(Purpose.IMBALANCE, imbalance.at(systemPrice), line));
        switch (terms.compensation()) {
            case NONE -> {}
            case DIRECT -> flows.add(flow(Purpose.COMPENSATION_DIRECT, compensation, line));
            case MUTUALISED -> flows.add(flow(Purpose.COMPENSATION_MUTUALISED, compensation, line));
        }
        return flows;
    }

    private static Flow flow(Purpose purpose, Fraction amount, ContractLine line) {
        return new Flow(
                purpose, new Money(amount.rounded(Money.SCALE), line.price().currency()));
    }
}
