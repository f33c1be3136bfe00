package dev.flexgate.market;

import dev.flexgate.market.ChangeRules.Verdict;
import dev.flexgate.market.Order.Accepted;
import dev.flexgate.market.Order.Active;
import dev.flexgate.planning.PriceAnswer;
import dev.flexgate.planning.PriceAsk;
import dev.flexgate.planning.Priced;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Turns a verdict about a bought order into its next state: finds the slot, prices what is added, moves capacity. */
final class Changing {

    private final Showcase showcase;
    private final Function<PriceAsk, PriceAnswer> prices;

    Changing(Showcase showcase, Function<PriceAsk, PriceAnswer> prices) {
        this.showcase = showcase;
        this.prices = prices;
    }

    /** What the order would be. */
    sealed interface Draft {

        record Possible(Order next) implements Draft {}

        record Refused(Refusal reason, String detail) implements Draft {}
    }

    Draft draft(Tx tx, Order order, Verdict verdict, Instant now) {
        return switch (verdict) {
            case Verdict.Refused refused -> new Draft.Refused(refused.reason(), refused.detail());
            case Verdict.Dropped dropped -> new Draft.Possible(dropped.next());
            case Verdict.Reshaped reshaped -> reshaped(tx, order, reshaped, now);
        };
    }

    private Draft reshaped(Tx tx, Order order, Verdict.Reshaped reshaped, Instant now) {
        Quote quote = order.quote();
        Optional<GivenUp> all = sum(order.givenUp(), reshaped.lost());
        if (reshaped.next().isEmpty()) {
            return order instanceof Accepted accepted
                    ? new Draft.Possible(accepted.cancelled(all.orElseThrow(), now))
                    : new Draft.Refused(Refusal.TOO_LATE_TO_CANCEL, "the order has begun; name what is still ahead");
        }
        Optional<SlotId> slot = slot(quote, reshaped.next());
        if (slot.isEmpty()) {
            return new Draft.Refused(Refusal.TERMS_OUTSIDE_SLOT, "the window must lie inside one slot of the site");
        }
        List<Priced> added = new ArrayList<>();
        for (Course.Stretch stretch : reshaped.next().beyond(quote.course()).stretches()) {
            Power left = Capacity.lockLeft(tx, quote.site(), stretch.window());
            if (left.compareTo(stretch.power()) < 0) {
                return new Draft.Refused(
                        Refusal.CAPACITY_UNAVAILABLE, "only " + left + " more are left in " + stretch.window());
            }
            switch (prices.apply(new PriceAsk(quote.site(), stretch.window(), stretch.power()))) {
                case Priced priced -> added.add(priced);
                case PriceAnswer.NoRoom none -> {
                    return new Draft.Refused(
                            Refusal.CAPACITY_UNAVAILABLE, "a new plan is being agreed (" + none.reason() + ")");
                }
            }
        }
        Quote next = quote.amended(
                slot.get(), reshaped.next(), added, showcase.offer().fee());
        return new Draft.Possible(
                switch (order) {
                    case Accepted accepted -> accepted.amended(next, all, now);
                    case Active active -> active.amended(next, all, now);
                    default -> throw new IllegalStateException("order " + order.id() + " is " + order.state());
                });
    }

    private static Optional<GivenUp> sum(Optional<GivenUp> before, Optional<GivenUp> more) {
        return before.map(given -> more.map(given::and).orElse(given)).or(() -> more);
    }

    /** What lies inside the window that is bought needs no slot; what goes beyond it must be in one that is on show. */
    private Optional<SlotId> slot(Quote quote, Course next) {
        if (quote.window().contains(next.window())) {
            return Optional.of(quote.slot());
        }
        List<Slot> around = showcase.catalogue().listings().stream()
                .map(Catalogue.Listing::slot)
                .filter(slot ->
                        slot.site().equals(quote.site()) && slot.window().contains(next.window()))
                .toList();
        return around.stream()
                .map(Slot::id)
                .filter(quote.slot()::equals)
                .findFirst()
                .or(() -> around.stream().map(Slot::id).findFirst());
    }

    /** Gives back and takes what differs between two courses of a bought order; locks in the order of time. */
    static void move(Tx tx, SiteId site, Course before, Course next) {
        Interval all = hull(before, next);
        var _ = Capacity.lock(tx, site, all, Direction.UP);
        before.beyond(next)
                .stretches()
                .forEach(lost -> Capacity.giveBack(tx, site, lost.window(), Direction.UP, lost.power()));
        next.beyond(before).stretches().forEach(added -> {
            Capacity.reserve(tx, site, added.window(), Direction.UP, added.power());
            Capacity.sell(tx, site, added.window(), Direction.UP, added.power());
        });
    }

    private static Interval hull(Course before, Course next) {
        if (next.isEmpty()) {
            return before.window();
        }
        Instant start = before.window().start().isBefore(next.window().start())
                ? before.window().start()
                : next.window().start();
        Instant end = before.window().end().isAfter(next.window().end())
                ? before.window().end()
                : next.window().end();
        return new Interval(start, end);
    }
}
