package dev.flexgate.planning;

import dev.flexgate.feed.Known;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.planning.Candidate.Kind;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** How a choice turned out, by what has been measured since. */
final class HindsightRules {

    private final Readings readings;
    private final Instant now;

    HindsightRules(Readings readings, Instant now) {
        this.readings = readings;
        this.now = now;
    }

    Optional<Grounds.Hindsight> hindsight(PlanCase aCase, List<Candidate> candidates) {
        Optional<Candidate> chosen =
                candidates.stream().filter(each -> each.kind() == Kind.CHOSEN).findFirst();
        if (chosen.isEmpty() || chosen.get().end().isAfter(now)) {
            return Optional.empty();
        }
        return measured(aCase, chosen.get()).map(carbon -> {
            Band<CarbonMass> promised = chosen.get().carbon();
            CarbonMass best = candidates.stream()
                    .filter(each -> each.verdict().isFeasible() && !each.end().isAfter(now))
                    .flatMap(each -> measured(aCase, each).stream())
                    .reduce(carbon, (one, other) -> one.compareTo(other) <= 0 ? one : other);
            boolean inBand = carbon.compareTo(promised.p10()) >= 0 && carbon.compareTo(promised.p90()) <= 0;
            return new Grounds.Hindsight(carbon, promised, inBand, carbon.minus(best));
        });
    }

    /** Empty unless every half-hour is measured. */
    private Optional<CarbonMass> measured(PlanCase aCase, Candidate candidate) {
        CarbonMass sum = CarbonMass.ZERO;
        for (Allocation run : candidate.runs()) {
            var site = aCase.site(run.site()).site();
            Map<Interval, BigDecimal> values = measured(new Zone(site.grid().carbonZone()), run.interval());
            for (Interval period : (Iterable<Interval>) HalfHours.of(run.interval()).stream()::iterator) {
                BigDecimal grams = values.get(period);
                if (grams == null) {
                    return Optional.empty();
                }
                Energy drawn = run.itPower().over(period).times(site.power().effectiveness());
                sum = sum.plus(CarbonIntensity.ofGramsPerKwh(grams).of(drawn));
            }
        }
        return Optional.of(sum);
    }

    private Map<Interval, BigDecimal> measured(Zone zone, Interval interval) {
        Map<Interval, BigDecimal> values = new HashMap<>();
        Stream<Known> known = readings.known(zone, Signal.CARBON_INTENSITY, interval, now).stream();
        known.filter(each -> each.reading().quality() == Quality.MEASURED)
                .forEach(each ->
                        values.put(each.reading().valid(), each.reading().value()));
        return values;
    }
}
