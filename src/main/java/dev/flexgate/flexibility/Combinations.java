package dev.flexgate.flexibility;

import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Chooses among the curves of several sites, exactly: of each site one point or none, together as much as possible
 * without exceeding the target, and among those the cheapest. Points are indivisible here because moving a whole job
 * may be the only way to any part of it.
 */
final class Combinations {

    /** Sums kept while sites are added one by one; beyond it the smallest are forgotten. */
    static final int SUMS_MAX = 4_096;

    private Combinations() {}

    /** A point of one site's curve. */
    record Point(SiteSupply site, Power power, Money cost) {}

    /** The points of different sites taken together. */
    record Choice(List<Point> points, Power power, Money cost) {

        Choice plus(Point point) {
            List<Point> more = new ArrayList<>(points);
            more.add(point);
            return new Choice(more, power.plus(point.power()), cost.plus(point.cost()));
        }
    }

    /** The best choice up to {@code target}; empty where no point is small enough. */
    static Optional<Choice> best(List<List<Point>> curves, Power target, Money nothing) {
        Map<Power, Choice> sums = new TreeMap<>(Comparator.reverseOrder());
        sums.put(Power.ZERO, new Choice(List.of(), Power.ZERO, nothing));
        for (List<Point> curve : curves) {
            for (Choice before : List.copyOf(sums.values())) {
                for (Point point : curve) {
                    Choice with = before.plus(point);
                    if (with.power().compareTo(target) <= 0) {
                        sums.merge(with.power(), with, Combinations::cheaper);
                    }
                }
            }
            keepLargest(sums);
        }
        return sums.values().stream()
                .findFirst()
                .filter(choice -> choice.power().isPositive());
    }

    private static Choice cheaper(Choice one, Choice other) {
        return other.cost().compareTo(one.cost()) < 0 ? other : one;
    }

    private static void keepLargest(Map<Power, Choice> sums) {
        List<Power> tooMany = sums.keySet().stream().skip(SUMS_MAX).toList();
        tooMany.forEach(sums::remove);
    }
}
