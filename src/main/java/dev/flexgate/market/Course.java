package dev.flexgate.market;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * How much IT power an order has in which half-hour. It begins as one stretch of constant power; what is given up,
 * moved or bought in addition leaves several, perhaps with gaps.
 *
 * @param stretches in the order of time; neighbours differ in power or stand apart
 */
public record Course(List<Stretch> stretches) {

    /** Constant power over whole half-hours. */
    public record Stretch(Interval window, Power power) {

        Energy energy() {
            return power.over(window);
        }
    }

    public Course {
        stretches = List.copyOf(stretches);
        for (int k = 0; k < stretches.size(); k++) {
            Stretch each = stretches.get(k);
            if (!each.power().isPositive()) {
                throw new IllegalArgumentException("a stretch has power");
            }
            if (k > 0
                    && each.window()
                            .start()
                            .isBefore(stretches.get(k - 1).window().end())) {
                throw new IllegalArgumentException("stretches follow each other");
            }
        }
    }

    static Course of(Interval window, Power power) {
        return new Course(List.of(new Stretch(window, power)));
    }

    static Course of(SortedMap<Instant, Power> halfHours) {
        var stretches = new ArrayList<Stretch>();
        halfHours.forEach((start, power) -> {
            if (!power.isPositive()) {
                return;
            }
            var next = new Stretch(Interval.from(start, HalfHours.STEP), power);
            if (!stretches.isEmpty() && continues(stretches.getLast(), next)) {
                Interval before = stretches.removeLast().window();
                next = new Stretch(new Interval(before.start(), next.window().end()), power);
            }
            stretches.add(next);
        });
        return new Course(stretches);
    }

    private static boolean continues(Stretch before, Stretch next) {
        return before.power().equals(next.power())
                && before.window().end().equals(next.window().start());
    }

    public boolean isEmpty() {
        return stretches.isEmpty();
    }

    /** From the first half-hour to the last. */
    Interval window() {
        return new Interval(
                stretches.getFirst().window().start(),
                stretches.getLast().window().end());
    }

    Power largest() {
        return stretches.stream()
                .map(Stretch::power)
                .max(Comparator.naturalOrder())
                .orElse(Power.ZERO);
    }

    Energy energy() {
        return stretches.stream().map(Stretch::energy).reduce(Energy.ZERO, Energy::plus);
    }

    SortedMap<Instant, Power> halfHours() {
        var powers = new TreeMap<Instant, Power>();
        for (Stretch stretch : stretches) {
            HalfHours.of(stretch.window()).stream().forEach(each -> powers.put(each.start(), stretch.power()));
        }
        return powers;
    }

    /** This power instead, in the half-hours that begin no earlier than {@code from}. */
    Course from(Instant from, Power power) {
        SortedMap<Instant, Power> powers = halfHours();
        powers.replaceAll((start, before) -> start.isBefore(from) ? before : power);
        return of(powers);
    }

    /** Without these windows. */
    Course without(Collection<Interval> windows) {
        SortedMap<Instant, Power> powers = halfHours();
        powers.keySet().removeIf(start -> windows.stream().anyMatch(window -> window.contains(start)));
        return of(powers);
    }

    /** What both have, half-hour for half-hour. */
    Course common(Course other) {
        SortedMap<Instant, Power> others = other.halfHours();
        SortedMap<Instant, Power> powers = halfHours();
        powers.replaceAll((start, power) -> power.min(others.getOrDefault(start, Power.ZERO)));
        return of(powers);
    }

    /** What this has and {@code other} has not. */
    Course beyond(Course other) {
        SortedMap<Instant, Power> others = other.halfHours();
        SortedMap<Instant, Power> powers = halfHours();
        powers.replaceAll((start, power) -> {
            Power left = power.minus(others.getOrDefault(start, Power.ZERO));
            return left.isPositive() ? left : Power.ZERO;
        });
        return of(powers);
    }

    /** Half-hours in which the two differ. */
    SortedSet<Instant> difference(Course other) {
        SortedMap<Instant, Power> mine = halfHours();
        SortedMap<Instant, Power> others = other.halfHours();
        var starts = new TreeSet<>(mine.keySet());
        starts.addAll(others.keySet());
        starts.removeIf(start -> mine.getOrDefault(start, Power.ZERO).equals(others.getOrDefault(start, Power.ZERO)));
        return starts;
    }

    /** The share of {@code mass} that falls to {@code part} of this, to the nearest milligram. */
    CarbonMass share(CarbonMass mass, Course part) {
        return new CarbonMass(Shares.of(mass.milligrams(), part.energy().joules(), energy().joules()));
    }

    /** The share of {@code whole} that falls to {@code part} of this, to the nearest joule. */
    Energy share(Energy whole, Course part) {
        return new Energy(Shares.of(whole.joules(), part.energy().joules(), energy().joules()));
    }
}
