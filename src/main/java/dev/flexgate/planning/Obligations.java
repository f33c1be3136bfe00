package dev.flexgate.planning;

import dev.flexgate.planning.PlanInputs.SiteInput;
import dev.flexgate.quantity.Power;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What the market and grid operators hold where and when a candidate runs.
 *
 * @param sold to buyers, or reserved for them: the most of any of its half-hours
 * @param atMost jobs may draw there, as a grid operator was promised: the tightest of its half-hours
 * @param atLeast jobs have to draw there, as a grid operator was promised: the most of its half-hours
 */
public record Obligations(Power sold, Optional<Power> atMost, Optional<Power> atLeast) {

    static final Obligations NONE = new Obligations(Power.ZERO, Optional.empty(), Optional.empty());

    /** Whether nobody holds anything there. */
    public boolean isEmpty() {
        return equals(NONE);
    }

    static Obligations of(PlanCase aCase, List<Allocation> runs) {
        List<Spot> spots = runs.stream().flatMap(run -> spots(aCase, run)).toList();
        return new Obligations(
                spots.stream().map(Spot::sold).max(Comparator.naturalOrder()).orElse(Power.ZERO),
                spots.stream().flatMap(spot -> spot.atMost(aCase).stream()).min(Comparator.naturalOrder()),
                spots.stream().flatMap(spot -> spot.atLeast(aCase).stream()).max(Comparator.naturalOrder()));
    }

    private static Stream<Spot> spots(PlanCase aCase, Allocation run) {
        return aCase.inputs().sites().stream()
                .filter(site -> site.site().equals(run.site()))
                .flatMap(site -> IntStream.range(0, aCase.grid().count())
                        .filter(period -> run.interval().contains(aCase.grid().at(period)))
                        .mapToObj(period -> new Spot(site, period)));
    }

    /** A half-hour of a site. */
    private record Spot(SiteInput site, int period) {

        Power sold() {
            return site.committed().get(period);
        }

        Optional<Power> atMost(PlanCase aCase) {
            return aCase.ceiling(site.site(), period);
        }

        Optional<Power> atLeast(PlanCase aCase) {
            return aCase.inputs().floors().at(site.site(), aCase.grid().startOf(period));
        }
    }
}
