package dev.flexgate.flexibility;

import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A contract with a grid operator.
 *
 * @param id ours
 * @param offer what was bought
 * @param need what it answers
 * @param request what was asked
 * @param optionRef which point of the curve
 * @param factor which part of it, 0 to 1, four decimals
 * @param lines what each site delivers in each half-hour, by site, then time; empty for a rejected order
 * @param price what full delivery is paid: the sum over the lines
 * @param confidence how surely the whole is delivered, 0 to 1, four decimals
 * @param state where it stands
 * @param version counts its states, from 1
 * @param since when it entered this state, or a part of it was given up
 * @param failures parts that are not kept, in the order in which they became known
 */
public record FlexOrder(
        FlexOrderId id,
        OfferId offer,
        NeedId need,
        NeedRequest request,
        int optionRef,
        BigDecimal factor,
        List<OrderLine> lines,
        Money price,
        BigDecimal confidence,
        FlexOrderState state,
        int version,
        Instant since,
        List<SiteFailure> failures) {

    public FlexOrder {
        lines = List.copyOf(lines);
        failures = List.copyOf(failures);
    }

    /** An order of which nothing has failed. */
    public FlexOrder(
            FlexOrderId id,
            OfferId offer,
            NeedId need,
            NeedRequest request,
            int optionRef,
            BigDecimal factor,
            List<OrderLine> lines,
            Money price,
            BigDecimal confidence,
            FlexOrderState state,
            int version,
            Instant since) {
        this(id, offer, need, request, optionRef, factor, lines, price, confidence, state, version, since, List.of());
    }

    /** Why {@code line} is not kept; empty while it is. */
    public Optional<SiteFailure> failure(OrderLine line) {
        return failures.stream().filter(each -> each.covers(line)).findFirst();
    }

    boolean isWhollyFailed() {
        return lines.stream().allMatch(line -> failure(line).isPresent());
    }

    /** The same with one part given up; failed as a whole when it was the last. */
    FlexOrder giveUp(SiteFailure failure, Instant now) {
        List<SiteFailure> all = new ArrayList<>(failures);
        all.add(failure);
        var next = new FlexOrder(
                id, offer, need, request, optionRef, factor, lines, price, confidence, state, version + 1, now, all);
        if (!next.isWhollyFailed()) {
            return next;
        }
        var failed = new FlexOrderState.Failed(new Reason(Reason.Code.NOT_DELIVERED, failure.why()));
        return next.with(failed, version + 1, now);
    }

    public Interval window() {
        return request.window();
    }

    public Direction direction() {
        return request.direction();
    }

    /** The sites that deliver, in order. */
    public SortedSet<SiteId> sites() {
        SortedSet<SiteId> sites = new TreeSet<>();
        lines.forEach(line -> sites.add(line.site()));
        return sites;
    }

    /** What all sites together deliver in the half-hour in which they deliver least: facility power. */
    public Power power() {
        return least(OrderLine::ordered);
    }

    /** Facility load of all its sites before the order, in the first half-hour of the window. */
    public Power baselineLoad() {
        return first(OrderLine::baseline);
    }

    /** Facility load of all its sites that is promised, in the first half-hour of the window. */
    public Power targetLoad() {
        return first(OrderLine::target);
    }

    /** Facility energy of full delivery. */
    public Energy energy() {
        return lines.stream().map(line -> line.ordered().over(line.period())).reduce(Energy.ZERO, Energy::plus);
    }

    private Power least(Function<OrderLine, Power> value) {
        return lines.stream()
                .map(line -> line.period().start())
                .distinct()
                .map(start -> lines.stream()
                        .filter(line -> line.period().start().equals(start))
                        .map(value)
                        .reduce(Power.ZERO, Power::plus))
                .reduce(Power::min)
                .orElse(Power.ZERO);
    }

    private Power first(Function<OrderLine, Power> value) {
        Optional<Instant> start =
                lines.stream().map(line -> line.period().start()).min(Instant::compareTo);
        return lines.stream()
                .filter(line -> start.filter(line.period().start()::equals).isPresent())
                .map(value)
                .reduce(Power.ZERO, Power::plus);
    }

    /** Throws {@link IllegalTransitionException} when {@code next} does not follow. */
    FlexOrder become(FlexOrderState next, Instant now) {
        return with(next, version + 1, now);
    }

    private FlexOrder with(FlexOrderState next, int nextVersion, Instant now) {
        if (!state.leadsTo(next)) {
            throw new IllegalTransitionException("flex-order", id.toString(), version, state.text(), next.text());
        }
        return new FlexOrder(
                id,
                offer,
                need,
                request,
                optionRef,
                factor,
                lines,
                price,
                confidence,
                next,
                nextVersion,
                now,
                failures);
    }
}
