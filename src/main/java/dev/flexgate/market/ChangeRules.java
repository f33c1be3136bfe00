package dev.flexgate.market;

import dev.flexgate.market.CancellationPolicy.Term;
import dev.flexgate.market.Order.Accepted;
import dev.flexgate.market.Order.Active;
import dev.flexgate.market.Order.Cancelled;
import dev.flexgate.market.Order.DeliveryComplete;
import dev.flexgate.market.Order.Expired;
import dev.flexgate.market.Order.Initiated;
import dev.flexgate.market.Order.Quoted;
import dev.flexgate.market.Order.Settled;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/** What may be given up or changed of an order, and what that costs, as plain functions. */
final class ChangeRules {

    private final OfferTemplate offer;
    private final Instant now;

    ChangeRules(OfferTemplate offer, Instant now) {
        this.offer = offer;
        this.now = now;
    }

    /** What comes of asking. */
    sealed interface Verdict {

        /** An order that nobody has bought is let go; it costs nothing. */
        record Dropped(Order next) implements Verdict {}

        /**
         * The course of a bought order shall be this one.
         *
         * @param lost what of that is given up, priced; absent when nothing is
         */
        record Reshaped(Course next, Optional<GivenUp> lost) implements Verdict {}

        record Refused(Refusal reason, String detail) implements Verdict {}
    }

    /** What policy forbids is said before what is wrong with the reason: NFH-008 has that order. */
    Verdict cancel(Order order, CancelAsk ask) {
        Verdict verdict = judged(order, ask);
        boolean forbidden =
                verdict instanceof Verdict.Refused(Refusal reason, String _) && reason == Refusal.TOO_LATE_TO_CANCEL;
        if (forbidden || offer.cancellation().knows(ask.reasonCode())) {
            return verdict;
        }
        return refused(
                Refusal.REASON_UNKNOWN,
                "the reasons are "
                        + offer.cancellation().reasons().keySet().stream()
                                .sorted()
                                .toList());
    }

    private Verdict judged(Order order, CancelAsk ask) {
        var why = new GivenUp.Reason(ask.reasonCode(), ask.comment(), GivenUp.Side.CONSUMER);
        return switch (order) {
            case Quoted quoted when !now.isBefore(quoted.expiresAt()) -> expired();
            case Initiated initiated when !now.isBefore(initiated.expiresAt()) -> expired();
            case Quoted quoted -> dropped(ask, quoted.cancelled(nothing(order, why), now));
            case Initiated initiated -> dropped(ask, initiated.cancelled(nothing(order, why), now));
            case Accepted _, Active _ -> giveUp(order, ask, why);
            case Cancelled _ -> refused(Refusal.ALREADY_CANCELLED, "the order was cancelled at " + order.since());
            case DeliveryComplete _, Settled _, Expired _ -> illegal(order);
        };
    }

    private static Verdict dropped(CancelAsk ask, Order next) {
        return ask.part().isEmpty()
                ? new Verdict.Dropped(next)
                : refused(Refusal.ILLEGAL_STEP, "only what was bought can be given up in part; select anew");
    }

    private static GivenUp nothing(Order order, GivenUp.Reason why) {
        Money zero = Money.zero(order.quote().total().currency());
        return new GivenUp(List.of(), zero, zero, why);
    }

    private Verdict giveUp(Order order, CancelAsk ask, GivenUp.Reason why) {
        Course course = order.quote().course();
        if (ask.part().stream().anyMatch(window -> !isOf(course, window))) {
            return refused(
                    Refusal.CHANGE_TARGET_UNKNOWN,
                    "what is given up must be whole half-hours that the order has, inside " + course.window());
        }
        Course next = ask.part().isEmpty() ? new Course(List.of()) : course.without(ask.part());
        Optional<Term> term = term(course, next);
        if (term.isEmpty()) {
            return refused(Refusal.TOO_LATE_TO_CANCEL, tooLate(course, next));
        }
        return new Verdict.Reshaped(next, Optional.of(lost(order.quote(), next, term.get(), why)));
    }

    private static boolean isOf(Course course, Interval window) {
        return HalfHours.isAligned(window.start())
                && HalfHours.isAligned(window.end())
                && course.halfHours()
                        .keySet()
                        .containsAll(HalfHours.of(window).stream()
                                .map(Interval::start)
                                .toList());
    }

    private Optional<Term> term(Course before, Course next) {
        Instant first = before.beyond(next).window().start();
        return offer.cancellation().at(Duration.between(now, first));
    }

    private String tooLate(Course before, Course next) {
        List<Term> terms = offer.cancellation().terms();
        String least = terms.isEmpty()
                ? "nothing can be given up once it is bought"
                : "at least " + terms.getLast().notice().toMinutes() + " minutes before it begins are needed";
        return least + "; the first half-hour is "
                + before.beyond(next).window().start();
    }

    private static GivenUp lost(Quote quote, Course next, Term term, GivenUp.Reason why) {
        Course lost = quote.course().beyond(next);
        Money value = quote.total().minus(quote.worth(quote.course().common(next)));
        return new GivenUp(lost.stretches().stream().map(Course.Stretch::window).toList(), value, term.fee(value), why);
    }

    /**
     * Other terms.
     *
     * @param excused whether it answers an alert of ours, and so costs no fee
     */
    Verdict amend(Order order, Amendment ask, boolean excused) {
        return switch (order) {
            case Accepted _, Active _ ->
                fault(order, ask).orElseGet(() -> changed(order, next(order, ask), ask, excused));
            case Cancelled _ -> refused(Refusal.ALREADY_CANCELLED, "the order was cancelled at " + order.since());
            case Quoted _, Initiated _, DeliveryComplete _, Settled _, Expired _ -> illegal(order);
        };
    }

    private Optional<Verdict> fault(Order order, Amendment ask) {
        return switch (ask) {
            case Amendment.Reshape(Optional<Power> power, Optional<Interval> window) -> {
                if (power.filter(each -> each.compareTo(offer.leastPower()) < 0).isPresent()) {
                    yield Optional.of(
                            refused(Refusal.TERMS_OUTSIDE_SLOT, "at least " + offer.leastPower() + " are sold"));
                }
                yield window.filter(each -> !HalfHours.isAligned(each.start()) || !HalfHours.isAligned(each.end()))
                        .map(_ -> refused(Refusal.TERMS_OUTSIDE_SLOT, "the window must be whole half-hours"));
            }
            case Amendment.Shift(Power load, String _) -> {
                boolean runs = load.isPositive()
                        && order.quote().course().halfHours().tailMap(earliest()).values().stream()
                                .allMatch(power -> power.compareTo(load) >= 0);
                yield runs
                        ? Optional.empty()
                        : Optional.of(refused(
                                Refusal.CHANGE_NOT_ALLOWED,
                                "what moves must be more than nothing and no more than what runs, at most "
                                        + order.power()));
            }
            case Amendment.Join _, Amendment.Acknowledge _ -> Optional.empty();
        };
    }

    /** All that can still change is given up, at no fee, because the buyer had said at what forecast. */
    Verdict stop(Order order) {
        Course course = order.quote().course();
        SortedMap<Instant, Power> powers = course.halfHours();
        powers.keySet().removeIf(start -> !start.isBefore(earliest()));
        Course next = Course.of(powers);
        if (next.equals(course)) {
            return refused(Refusal.NOTHING_CHANGES, "nothing of the order can change any more");
        }
        var why = new GivenUp.Reason("", "the load stopped by itself, at its threshold", GivenUp.Side.CONSUMER);
        return new Verdict.Reshaped(
                next, Optional.of(lost(order.quote(), next, new Term(Duration.ZERO, BigDecimal.ZERO), why)));
    }

    private static GivenUp.Reason why(Amendment ask) {
        String comment = ask instanceof Amendment.Shift ? "load moved away" : "the terms were changed";
        return new GivenUp.Reason("", comment, GivenUp.Side.CONSUMER);
    }

    private Instant earliest() {
        return HalfHours.ceiling(now.plus(offer.leastNotice()));
    }

    private Course next(Order order, Amendment ask) {
        Course course = order.quote().course();
        return switch (ask) {
            case Amendment.Reshape(Optional<Power> power, Optional<Interval> window) ->
                window.map(other -> Course.of(other, power.orElse(order.power())))
                        .orElseGet(() -> course.from(
                                order instanceof Active ? earliest() : Instant.MIN, power.orElse(order.power())));
            case Amendment.Shift(Power load, String _) -> ahead(course, power -> power.minus(load));
            case Amendment.Join(Power load) -> ahead(course, load::plus);
            case Amendment.Acknowledge _ -> course;
        };
    }

    /** What can still change, changed. */
    private Course ahead(Course course, UnaryOperator<Power> change) {
        SortedMap<Instant, Power> powers = course.halfHours();
        powers.replaceAll((start, power) -> start.isBefore(earliest()) ? power : change.apply(power));
        return Course.of(powers);
    }

    private Verdict changed(Order order, Course next, Amendment ask, boolean excused) {
        Course course = order.quote().course();
        if (course.equals(next)) {
            return refused(Refusal.NOTHING_CHANGES, "the order has these terms, or they can no longer change");
        }
        Instant first = course.difference(next).first();
        if (first.isBefore(earliest())) {
            return refused(
                    Refusal.CHANGE_NOT_ALLOWED,
                    "half-hours that begin before " + earliest() + " cannot change any more");
        }
        Course lost = course.beyond(next);
        if (lost.isEmpty()) {
            return new Verdict.Reshaped(next, Optional.empty());
        }
        Optional<Term> term = excused ? Optional.of(new Term(Duration.ZERO, BigDecimal.ZERO)) : term(course, next);
        return term.<Verdict>map(
                        each -> new Verdict.Reshaped(next, Optional.of(lost(order.quote(), next, each, why(ask)))))
                .orElseGet(() -> refused(Refusal.CHANGE_NOT_ALLOWED, tooLate(course, next)));
    }

    private static Verdict refused(Refusal reason, String detail) {
        return new Verdict.Refused(reason, detail);
    }

    private static Verdict expired() {
        return refused(Refusal.QUOTE_EXPIRED, "the quote has lapsed; there is nothing to give up");
    }

    private static Verdict illegal(Order order) {
        return refused(Refusal.ILLEGAL_STEP, "the order is " + order.state() + "; this step does not follow from it");
    }
}
