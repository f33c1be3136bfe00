package dev.flexgate.feed;

import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.feed.Offered.Order;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A series of a provider that is asked over HTTP; whatever is wrong with its answer becomes the reason why. */
record Asked(Order order, Function<HalfHours, Received> asking) implements Provider {

    @Override
    public String name() {
        return order.capability().series();
    }

    @Override
    public Zone zone() {
        return order.zone();
    }

    @Override
    public Signal signal() {
        return signals().iterator().next();
    }

    @Override
    public Set<Signal> signals() {
        return EnumSet.copyOf(order.signals());
    }

    @Override
    public Fetched fetch(HalfHours wanted) {
        try {
            return asking.apply(wanted);
        } catch (BadAnswerException bad) {
            return bad.missing();
        }
    }

    /**
     * What is usable of an answer.
     *
     * @param due the half-hours that the provider ought to have by now; all of them in every signal is full
     * @param readings of the signals of {@code order}, in any order; none is {@link Reason#EMPTY}
     */
    static Received received(
            Order order, List<Reading> readings, Instant issuedAt, List<Interval> due, Instant nextAt) {
        List<Reading> wanted = readings.stream()
                .filter(each -> order.signals().contains(each.signal()))
                .sorted(Comparator.comparing(Reading::signal)
                        .thenComparing(each -> each.valid().start()))
                .toList();
        if (wanted.isEmpty()) {
            throw new BadAnswerException(Reason.EMPTY, "no values");
        }
        var bySignal = wanted.stream()
                .collect(Collectors.groupingBy(
                        Reading::signal, Collectors.mapping(each -> each.valid().start(), Collectors.toSet())));
        boolean full = bySignal.values().stream()
                .allMatch(starts -> due.stream().map(Interval::start).allMatch(starts::contains));
        return new Received(wanted, issuedAt, full ? Coverage.FULL : Coverage.SHORT, nextAt);
    }

    /** Those half-hours of {@code wanted} that have ended by {@code moment}. */
    static List<Interval> ended(HalfHours wanted, Instant moment) {
        return wanted.stream().filter(each -> !each.end().isAfter(moment)).toList();
    }

    static BadAnswerException wrongShape(String detail) {
        return new BadAnswerException(Reason.WRONG_SHAPE, detail);
    }
}
