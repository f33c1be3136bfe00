package dev.flexgate.placement;

import dev.flexgate.forecast.Quantiles;
import dev.flexgate.placement.PlacementAnswer.Placed;
import dev.flexgate.placement.Standing.Excluded;
import dev.flexgate.placement.Standing.Ranked;
import dev.flexgate.placement.Standing.Reason;
import dev.flexgate.placement.Standing.Unknown;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Puts regions in order: by total, then carbon, then id, so that one question has one answer. */
final class Ranking {

    private Ranking() {}

    /** Unless something excludes it, what is not known decides; a region with no reasons may be chosen. */
    static Standing standing(List<Reason> reasons) {
        List<Reason> hard =
                reasons.stream().filter(each -> !each.code().isIgnorance()).toList();
        if (!hard.isEmpty()) {
            return new Excluded(reasons);
        }
        return reasons.isEmpty() ? new Ranked(0, false, false) : new Unknown(reasons);
    }

    /** A region that may be chosen, with its terms. */
    private record Scored(Region region, Terms terms) {}

    static List<Placed> of(List<Placed> placed) {
        List<Scored> open = placed.stream()
                .filter(each -> each.standing() instanceof Ranked)
                .map(each -> new Scored(each.region(), each.terms().orElseThrow()))
                .sorted(Comparator.comparing(
                                (Scored each) -> each.terms().total().p50())
                        .thenComparing(each -> each.terms().carbonKg().p50())
                        .thenComparing(each -> each.region().id()))
                .toList();
        List<Placed> all = new ArrayList<>();
        for (int index = 0; index < open.size(); index++) {
            Scored each = open.get(index);
            boolean pareto = open.stream().noneMatch(other -> dominates(other.terms(), each.terms()));
            boolean overlaps =
                    overlap(open.getFirst().terms().total(), each.terms().total());
            all.add(new Placed(each.region(), new Ranked(index + 1, pareto, overlaps), Optional.of(each.terms())));
        }
        Comparator<Placed> byId = Comparator.comparing(each -> each.region().id());
        placed.stream()
                .filter(each -> each.standing() instanceof Unknown)
                .sorted(byId)
                .forEach(all::add);
        placed.stream()
                .filter(each -> each.standing() instanceof Excluded)
                .sorted(byId)
                .forEach(all::add);
        return all;
    }

    /** At least as good in carbon, money and latency, and better in one. Of an unknown latency nothing is said. */
    private static boolean dominates(Terms one, Terms other) {
        int carbon = one.carbonKg().p50().compareTo(other.carbonKg().p50());
        int money = one.worth().money().p50().compareTo(other.worth().money().p50());
        boolean bothKnown = one.latency().isPresent() && other.latency().isPresent();
        int latency = bothKnown ? milliseconds(one).compareTo(milliseconds(other)) : 0;
        boolean comparable =
                bothKnown || (one.latency().isEmpty() && other.latency().isEmpty());
        return comparable && carbon <= 0 && money <= 0 && latency <= 0 && (carbon < 0 || money < 0 || latency < 0);
    }

    private static BigDecimal milliseconds(Terms terms) {
        return terms.latency().map(Latency::milliseconds).orElse(BigDecimal.ZERO);
    }

    private static boolean overlap(Quantiles first, Quantiles other) {
        return first.p90().compareTo(other.p10()) >= 0;
    }
}
