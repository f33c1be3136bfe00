package dev.flexgate.flexibility;

import dev.flexgate.flexibility.Combinations.Choice;
import dev.flexgate.flexibility.Combinations.Point;
import dev.flexgate.planning.Considered;
import dev.flexgate.planning.WhatIf;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an area can be asked for, as a curve over kW: the jobs negotiate once for each point, and a point at which work
 * would be left undone, or that no jobs reach, ends the curve. No site of the area may take up what another lets go
 * within the window, or let go what another takes up.
 */
final class SupplyCurve {

    private final WhatIf whatIf;
    private final NeedRequest request;
    private final List<SiteSupply> sites;
    private final FlexTerms terms;
    private final Runnable breath;
    private final Prices prices;
    private final SortedSet<Power> targets;
    private final List<Reason> limits = new ArrayList<>();
    private final Map<Bounds, Optional<Considered>> asked = new HashMap<>();
    private final String more;
    private final Map<SiteId, Power> reach = new HashMap<>();

    /** @param breath called between two negotiations */
    SupplyCurve(
            WhatIf whatIf, NeedRequest request, List<SiteSupply> sites, FlexTerms terms, int steps, Runnable breath) {
        this.whatIf = whatIf;
        this.request = request;
        this.sites = sites;
        this.terms = terms;
        this.breath = breath;
        this.prices = new Prices(request, terms, this::itMost);
        this.more = request.direction() == Direction.DOWN ? " less" : " more";
        this.targets = targets(request.power(), steps, terms.leastPower());
    }

    /**
     * The curve, and what kept it from reaching what was asked.
     *
     * @param options smallest first; none when nothing can be offered
     * @param binding empty when all that was asked is offered
     */
    record Curve(List<OfferOption> options, Optional<Reason> binding) {}

    Curve curve() {
        List<OfferOption> options = new ArrayList<>();
        for (Choice choice : choices()) {
            Optional<Considered> considered = bearable(choice.points());
            if (considered.isEmpty()) {
                break;
            }
            OfferOption option = prices.option(options, choice.points(), considered.get());
            Optional<Reason> tooDear = prices.aboveCap(option);
            if (tooDear.isPresent()) {
                limits.add(tooDear.get());
                break;
            }
            options.add(option);
        }
        boolean whole = !options.isEmpty() && options.getLast().power().equals(request.power());
        return new Curve(options, whole ? Optional.empty() : Optional.of(binding()));
    }

    private Reason binding() {
        return limits.isEmpty() ? noLoad() : limits.getLast();
    }

    private Reason noLoad() {
        StringBuilder text = new StringBuilder(
                request.direction() == Direction.DOWN
                        ? "load that could move in every half-hour of the window:"
                        : "load that could come, and for which there is room, in every half-hour of the window:");
        sites.forEach(site -> text.append(' ')
                .append(site.site().id())
                .append(' ')
                .append(most(site))
                .append(','));
        text.setLength(text.length() - 1);
        return new Reason(Reason.Code.NO_FLEXIBLE_LOAD, text + "; asked " + request.power());
    }

    private List<Choice> choices() {
        List<List<Point>> curves = sites.stream().map(this::alone).toList();
        List<Choice> choices = new ArrayList<>();
        for (Power target : targets) {
            Combinations.best(curves, target, Money.zero(prices.currency()))
                    .filter(choice -> choices.isEmpty()
                            || choice.power().compareTo(choices.getLast().power()) > 0)
                    .ifPresent(choices::add);
        }
        return choices;
    }

    /** The points of one site, as if no other site of the area contributed. */
    private List<Point> alone(SiteSupply site) {
        SortedSet<Power> powers = new TreeSet<>(targets);
        Power most = most(site).min(request.power());
        powers.removeIf(power -> power.compareTo(most) > 0);
        if (most.compareTo(terms.leastPower()) >= 0) {
            powers.add(most);
        }
        List<Point> points = new ArrayList<>();
        for (Power power : powers) {
            Point free = new Point(site, power, Money.zero(prices.currency()));
            Optional<Considered> considered = bearable(List.of(free));
            if (considered.isEmpty()) {
                break;
            }
            points.add(new Point(site, power, considered.get().extraCost().difference()));
        }
        return points;
    }

    /** What comes of it when no work is lost. */
    private Optional<Considered> bearable(List<Point> points) {
        Bounds bounds = bounds(points);
        Optional<Considered> known = asked.get(bounds);
        if (known == null) {
            known = borne(points, bounds);
            asked.put(bounds, known);
        }
        return known;
    }

    private Optional<Considered> borne(List<Point> points, Bounds bounds) {
        breath.run();
        Optional<Considered> considered = bounds.askedOf(whatIf);
        if (considered.isEmpty()) {
            limits.add(new Reason(
                    Reason.Code.NO_FLEXIBLE_LOAD,
                    words(points)
                            + (request.direction() == Direction.DOWN
                                    ? " would break runs that have begun and may not pause"
                                    : ": no jobs were found that together draw it in every half-hour")));
            return Optional.empty();
        }
        Considered found = considered.get();
        if (found.undone().joules() > 0) {
            limits.add(new Reason(
                    Reason.Code.WORK_WOULD_BE_LOST,
                    words(points) + " would leave " + found.undone() + " of IT work undone, of "
                            + found.losers().size() + " jobs: "
                            + found.losers().getFirst().reason()));
            return Optional.empty();
        }
        return considered;
    }

    private String words(List<Point> points) {
        Power sum = points.stream().map(Point::power).reduce(Power.ZERO, Power::plus);
        return sum + more;
    }

    /** The same at the meter, rounded down to a watt. */
    private Power most(SiteSupply site) {
        return site.facility(itMost(site), RoundingMode.FLOOR);
    }

    /** IT power that could be turned: for more load there must be jobs to draw it, too. */
    private Power itMost(SiteSupply site) {
        Power room = site.left();
        return switch (request.direction()) {
            case DOWN -> room;
            case UP -> room.isPositive() ? room.min(reach(site)) : Power.ZERO;
        };
    }

    private Power reach(SiteSupply site) {
        if (reach.isEmpty()) {
            reach.putAll(whatIf.reach(bounds(List.of()).least()));
        }
        Power itPower = reach.getOrDefault(site.site().id(), Power.ZERO);
        return itPower.isPositive() ? itPower : Power.ZERO;
    }

    private Bounds bounds(List<Point> points) {
        Bounds all = Bounds.NONE;
        for (SiteSupply site : sites) {
            Power itPower = points.stream()
                    .filter(point -> point.site().site().id().equals(site.site().id()))
                    .map(point -> site.itPower(point.power()))
                    .findFirst()
                    .orElse(Power.ZERO);
            all = all.and(site.turned(itPower));
        }
        return all;
    }

    private static SortedSet<Power> targets(Power asked, int steps, Power least) {
        SortedSet<Power> targets = new TreeSet<>();
        for (int step = 1; step <= steps; step++) {
            Power target = new Power(Math.multiplyExact(asked.watts(), step) / steps);
            if (target.compareTo(least) >= 0) {
                targets.add(target);
            }
        }
        return targets;
    }
}
