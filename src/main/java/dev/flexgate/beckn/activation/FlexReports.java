package dev.flexgate.beckn.activation;

import dev.flexgate.beckn.activation.Kept.KeptLine;
import dev.flexgate.beckn.message.Activation;
import dev.flexgate.beckn.message.FlexContract.Metering;
import dev.flexgate.beckn.message.FlexContract.Outcome;
import dev.flexgate.beckn.message.FlexContract.Participating;
import dev.flexgate.beckn.message.FlexContract.Participation;
import dev.flexgate.beckn.message.FlexContract.Performance;
import dev.flexgate.beckn.message.FlexContract.Report;
import dev.flexgate.beckn.message.FlexContract.Settled;
import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.OrderLine;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.SettlementCase;
import dev.flexgate.settlement.SettlementCase.SettledPeriod;
import dev.flexgate.settlement.SettlementLine;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.Flow;
import dev.flexgate.settlement.rule.Measured;
import dev.flexgate.settlement.rule.Volume;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** How one line of an activation stands: promised, under way, or over; from its order, its meters, its settlement. */
final class FlexReports {

    private static final BigDecimal WATT_SECONDS_PER_KILOWATT_HOUR = BigDecimal.valueOf(3_600_000L);
    private static final int RATE_SCALE = 6;

    private FlexReports() {}

    static Participation declined(KeptLine line, FlexProfile profile) {
        return new Participation(
                Power.ZERO,
                BigDecimal.ZERO,
                Optional.empty(),
                Optional.empty(),
                new BaselineMethod.CounterfactualSchedule().code(),
                Participating.DECLINED,
                line.reason(),
                List.of(),
                profile.controlMode(),
                Optional.empty());
    }

    static Participation promised(Activation.Line asked, KeptLine line, FlexOrder order, FlexProfile profile) {
        Power baseline = mean(order, OrderLine::baseline);
        boolean whole = order.power().compareTo(asked.requested()) >= 0;
        return new Participation(
                order.power(),
                order.confidence(),
                Optional.of(baseline),
                Optional.of(mean(order, OrderLine::target)),
                order.request().baseline().code(),
                whole ? Participating.CONFIRMED : Participating.PARTIALLY_CONFIRMED,
                line.reason(),
                profile.devices(),
                profile.controlMode(),
                Optional.of(order.price()));
    }

    /** What was promised and is not kept, while no meter has anything to say. */
    static Participation failed(FlexOrder order, FlexProfile profile) {
        return new Participation(
                order.power(),
                BigDecimal.ZERO,
                Optional.of(mean(order, OrderLine::baseline)),
                Optional.empty(),
                order.request().baseline().code(),
                Participating.FAILED,
                order.failures().getLast().why(),
                List.of(),
                profile.controlMode(),
                Optional.empty());
    }

    /** Nothing while nothing is read. */
    static Optional<Performance> underWay(FlexOrder order, SiteMeters.Known known) {
        if (known.loads().isEmpty()) {
            return Optional.empty();
        }
        SiteMeters.Load last = known.loads().getLast();
        return Optional.of(new Performance(
                order.power(),
                last.load(),
                baselineAt(order, last.interval().start()),
                metering(known),
                saved(order, known)));
    }

    private static Energy saved(FlexOrder order, SiteMeters.Known known) {
        return known.loads().stream()
                .map(each -> baselineAt(order, each.interval().start())
                        .minus(each.load())
                        .over(each.interval()))
                .reduce(Energy.ZERO, Energy::plus);
    }

    private static Metering metering(SiteMeters.Known known) {
        return new Metering(
                known.meters(),
                known.loads().isEmpty()
                        ? Optional.empty()
                        : Optional.of(known.loads().getLast().interval().end()),
                known.loads().stream()
                        .map(each -> new Metering.Sample(each.interval().start(), each.load()))
                        .toList());
    }

    private static Power baselineAt(FlexOrder order, Instant moment) {
        return order.lines().stream()
                .filter(line -> line.period().contains(moment))
                .map(OrderLine::baseline)
                .reduce(Power.ZERO, Power::plus);
    }

    /** Mean over the window of all its sites together, to the nearest watt. */
    private static Power mean(FlexOrder order, Function<OrderLine, Power> power) {
        Energy energy = order.lines().stream()
                .map(line -> power.apply(line).over(line.period()))
                .reduce(Energy.ZERO, Energy::plus);
        return Volume.of(energy).averageOver(order.window());
    }

    /** Nothing until every half-hour is measured. */
    static Optional<Report> over(FlexOrder order, SettlementCase settled) {
        List<Measured.Known> known = new ArrayList<>();
        for (SettledPeriod period : settled.periods()) {
            if (period.volume().finding().measured() instanceof Measured.Known each) {
                known.add(each);
            }
        }
        if (known.isEmpty() || known.size() < settled.periods().size()) {
            return Optional.empty();
        }
        Interval window = settled.contract().window();
        Power baseline = sum(known, Measured.Known::baseline).averageOver(window);
        return Optional.of(new Outcome(
                order.power(),
                window,
                baseline,
                baseline.minus(order.power()),
                settled.contract().baseline().code(),
                sum(known, Measured.Known::metered).averageOver(window),
                energy(sum(known, each -> each.delivered(order.direction()))),
                readings(settled),
                Optional.of(money(settled, energy(sum(known, each -> each.delivered(order.direction())))))));
    }

    private static Volume sum(List<Measured.Known> known, Function<Measured.Known, Volume> volume) {
        return known.stream().map(volume).reduce(Volume.ZERO, Volume::plus);
    }

    private static Energy energy(Volume volume) {
        return new Energy(volume.joules().rounded(0).longValueExact());
    }

    private static Metering readings(SettlementCase settled) {
        var samples = new ArrayList<Metering.Sample>();
        String meters = "";
        for (SettledPeriod period : settled.periods()) {
            if (period.volume().finding().measured() instanceof Measured.Known known) {
                samples.add(new Metering.Sample(
                        period.line().start(),
                        known.metered().averageOver(period.line().interval())));
                meters = String.join(
                        ",",
                        known.meters().stream()
                                .map(each -> each.meter().value())
                                .toList());
            }
        }
        return new Metering(meters, Optional.of(settled.contract().window().end()), samples);
    }

    private static Settled money(SettlementCase settled, Energy reduced) {
        Money total = of(settled, Flow.Purpose.DELIVERY);
        Money bonus = of(settled, Flow.Purpose.BONUS);
        Money shortfall = of(settled, Flow.Purpose.SHORTFALL);
        boolean agreed = settled.periods().stream()
                .map(SettledPeriod::money)
                .allMatch(line -> line instanceof SettlementLine.Agreed
                        || line instanceof SettlementLine.Invoiced
                        || line instanceof SettlementLine.Paid);
        String reason = shortfall.amount().signum() > 0
                ? "shortfall_penalty"
                : bonus.amount().signum() > 0 ? "exceeded_commitment" : "";
        return new Settled(
                rate(settled, total, reduced),
                total,
                bonus.minus(shortfall),
                reason,
                agreed ? "APPROVED" : "CALCULATED");
    }

    private static Money of(SettlementCase settled, Flow.Purpose purpose) {
        return settled.periods().stream()
                .map(period -> period.money().amounts().of(purpose))
                .reduce(Money.zero(settled.contract().currency()), Money::plus);
    }

    /** The price of the lines where they agree, else what a kWh came to. */
    private static BigDecimal rate(SettlementCase settled, Money total, Energy reduced) {
        List<EnergyPrice> prices = settled.contract().lines().stream()
                .map(line -> line.price())
                .distinct()
                .toList();
        if (prices.size() == 1 || reduced.joules() <= 0) {
            return prices.getFirst().perKilowattHour();
        }
        return total.amount()
                .multiply(WATT_SECONDS_PER_KILOWATT_HOUR)
                .divide(BigDecimal.valueOf(reduced.joules()), RATE_SCALE, RoundingMode.HALF_EVEN)
                .stripTrailingZeros();
    }
}
