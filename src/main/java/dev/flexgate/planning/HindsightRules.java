package dev.flexgate.planning;

import dev.flexgate.feed.ExchangeRates;
import dev.flexgate.feed.Known;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.Site;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;

/** How a choice turned out, by what has been measured and published since. */
final class HindsightRules {

    private final Readings readings;
    private final ExchangeRates rates;
    private final Instant now;
    private final Map<Asked, Map<Interval, BigDecimal>> asked = new HashMap<>();

    private record Asked(Zone zone, Signal signal, Interval interval) {}

    HindsightRules(Readings readings, ExchangeRates rates, Instant now) {
        this.readings = readings;
        this.rates = rates;
        this.now = now;
    }

    /** @param others every other way that the job could have been done */
    Optional<Grounds.Hindsight> hindsight(PlanCase aCase, Candidate taken, List<Candidate> others) {
        if (taken.end().isAfter(now)) {
            return Optional.empty();
        }
        return carbon(aCase, taken).map(carbon -> {
            Band<CarbonMass> promised = taken.carbon();
            CarbonMass best = best(carbon, others, each -> carbon(aCase, each));
            return new Grounds.Hindsight(
                    carbon, promised, holds(promised, carbon), carbon.minus(best), paid(aCase, taken, others));
        });
    }

    private Optional<Grounds.Paid> paid(PlanCase aCase, Candidate taken, List<Candidate> candidates) {
        return money(aCase, taken).map(cost -> {
            Money best = best(cost, candidates, each -> money(aCase, each));
            return new Grounds.Paid(cost, taken.money(), holds(taken.money(), cost), cost.minus(best));
        });
    }

    private static <T extends Comparable<T>> boolean holds(Band<T> promised, T truth) {
        return truth.compareTo(promised.p10()) >= 0 && truth.compareTo(promised.p90()) <= 0;
    }

    /** The least of what was chosen and of what could have been. */
    private <T extends Comparable<T>> T best(
            T chosen, List<Candidate> candidates, Function<Candidate, Optional<T>> truth) {
        return candidates.stream()
                .filter(each -> each.verdict().isFeasible() && !each.end().isAfter(now))
                .flatMap(each -> truth.apply(each).stream())
                .reduce(chosen, (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }

    private Optional<CarbonMass> carbon(PlanCase aCase, Candidate candidate) {
        return sum(
                aCase,
                candidate,
                site -> Optional.of(new Told<>(
                        new Zone(site.grid().carbonZone()),
                        Signal.CARBON_INTENSITY,
                        (grams, drawn) -> CarbonIntensity.ofGramsPerKwh(grams).of(drawn))),
                CarbonMass.ZERO,
                CarbonMass::plus);
    }

    /** In what plans add up in, at the rates of today. */
    private Optional<Money> money(PlanCase aCase, Candidate candidate) {
        return sum(
                aCase,
                candidate,
                site -> {
                    var zone = new Zone(site.grid().priceZone());
                    return rates.known(zone.currency(), PlanCase.CURRENCY, now)
                            .map(rate -> new Told<>(
                                    zone,
                                    Signal.ENERGY_PRICE,
                                    (price, drawn) -> EnergyPrice.rounded(price.multiply(rate), PlanCase.CURRENCY)
                                            .of(drawn)));
                },
                Money.zero(PlanCase.CURRENCY),
                Money::plus);
    }

    /** What readings of a site say of energy drawn there. */
    private record Told<T>(Zone zone, Signal signal, Worth<T> worth) {}

    /** What energy is worth at a value that was measured. */
    private interface Worth<T> {

        T of(BigDecimal value, Energy drawn);
    }

    /** Empty unless every half-hour is measured. */
    private <T> Optional<T> sum(
            PlanCase aCase,
            Candidate candidate,
            Function<Site, Optional<Told<T>>> telling,
            T zero,
            BinaryOperator<T> plus) {
        T sum = zero;
        for (Allocation run : candidate.runs()) {
            Site site = aCase.site(run.site()).site();
            Optional<Told<T>> told = telling.apply(site);
            Map<Interval, BigDecimal> values =
                    told.map(each -> measured(each, aCase.grid().span())).orElse(Map.of());
            for (Interval period : HalfHours.of(run.interval()).stream().toList()) {
                BigDecimal value = values.get(period);
                if (told.isEmpty() || value == null) {
                    return Optional.empty();
                }
                Energy drawn = run.itPower().over(period).times(site.power().effectiveness());
                sum = plus.apply(sum, told.get().worth().of(value, drawn));
            }
        }
        return Optional.of(sum);
    }

    /** Asked once for the whole of a plan: there are hundreds of ways to do a job in it. */
    private Map<Interval, BigDecimal> measured(Told<?> told, Interval interval) {
        return asked.computeIfAbsent(
                new Asked(told.zone(), told.signal(), interval), one -> read(one.zone(), one.signal(), one.interval()));
    }

    private Map<Interval, BigDecimal> read(Zone zone, Signal signal, Interval interval) {
        Map<Interval, BigDecimal> values = new HashMap<>();
        Stream<Known> known = readings.known(zone, signal, interval, now).stream();
        known.filter(each -> each.reading().quality() == Quality.MEASURED)
                .forEach(each ->
                        values.put(each.reading().valid(), each.reading().value()));
        return values;
    }
}
