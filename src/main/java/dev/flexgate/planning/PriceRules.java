package dev.flexgate.planning;

import dev.flexgate.planning.PriceAnswer.NoRoom;
import dev.flexgate.planning.PriceAnswer.Reason;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How a buyer's workload is priced beside the standing plan. It answers the plan's prices as one more job agent
 * would: energy at the forecast price, room at its scarcity price. It moves nobody: what the plan holds is
 * held, and where too little is free the answer is where and when enough is.
 */
final class PriceRules {

    /** Alternatives named per site; they do not overlap, so that each is really another one. */
    static final int ALTERNATIVES_PER_SITE = 3;

    private static final Comparator<Priced> CHEAPEST = Comparator.comparing(Priced::total)
            .thenComparing(each -> each.window().start())
            .thenComparing(Priced::site);

    private PriceRules() {}

    static PriceAnswer answer(PlanBoard board, PriceAsk ask, Instant now) {
        Optional<Reason> reason = refusal(board, ask, now);
        if (reason.isEmpty()) {
            return priced(board, ask.site(), board.periods(ask.site(), ask.window()), ask.itPower());
        }
        return switch (reason.get()) {
            case NOT_ENOUGH_CAPACITY, WINDOW_OUTSIDE_PLAN ->
                new NoRoom(reason.get(), most(board, ask), alternatives(board, ask, now));
            case NO_PLAN, UNKNOWN_SITE, POWER_NOT_POSITIVE, WINDOW_NOT_ALIGNED ->
                new NoRoom(reason.get(), Power.ZERO, List.of());
        };
    }

    private static Optional<Reason> refusal(PlanBoard board, PriceAsk ask, Instant now) {
        Interval window = ask.window();
        if (!board.sites().containsKey(ask.site())) {
            return Optional.of(Reason.UNKNOWN_SITE);
        }
        if (!ask.itPower().isPositive()) {
            return Optional.of(Reason.POWER_NOT_POSITIVE);
        }
        if (!HalfHours.isAligned(window.start()) || !HalfHours.isAligned(window.end())) {
            return Optional.of(Reason.WINDOW_NOT_ALIGNED);
        }
        if (!board.grid().span().contains(window) || window.start().isBefore(now)) {
            return Optional.of(Reason.WINDOW_OUTSIDE_PLAN);
        }
        return most(board, ask).compareTo(ask.itPower()) < 0
                ? Optional.of(Reason.NOT_ENOUGH_CAPACITY)
                : Optional.empty();
    }

    private static Power most(PlanBoard board, PriceAsk ask) {
        return board.grid().span().contains(ask.window()) ? most(board.periods(ask.site(), ask.window())) : Power.ZERO;
    }

    private static Power most(List<SitePeriod> periods) {
        return periods.stream()
                .map(SitePeriod::remaining)
                .min(Comparator.naturalOrder())
                .orElse(Power.ZERO);
    }

    private static List<Priced> alternatives(PlanBoard board, PriceAsk ask, Instant now) {
        int length = HalfHours.of(ask.window()).count();
        List<Priced> all = new ArrayList<>();
        for (SiteId site : board.sites().keySet()) {
            all.addAll(alternatives(board, site, ask.itPower(), length, now));
        }
        all.sort(CHEAPEST);
        return all;
    }

    private static List<Priced> alternatives(PlanBoard board, SiteId site, Power itPower, int length, Instant now) {
        List<SitePeriod> periods = board.periods(site, board.grid().span());
        List<Priced> fitting = new ArrayList<>();
        for (int from = 0; from + length <= periods.size(); from++) {
            List<SitePeriod> window = periods.subList(from, from + length);
            boolean ahead = !window.getFirst().period().start().isBefore(now);
            if (ahead && most(window).compareTo(itPower) >= 0) {
                fitting.add(priced(board, site, window, itPower));
            }
        }
        fitting.sort(CHEAPEST);
        List<Priced> apart = new ArrayList<>();
        for (Priced each : fitting) {
            if (apart.size() < ALTERNATIVES_PER_SITE
                    && apart.stream().noneMatch(kept -> kept.window().overlaps(each.window()))) {
                apart.add(each);
            }
        }
        return apart;
    }

    private static Priced priced(PlanBoard board, SiteId site, List<SitePeriod> periods, Power itPower) {
        Interval window = new Interval(
                periods.getFirst().period().start(), periods.getLast().period().end());
        var currency = periods.getFirst().scarcity().currency();
        BigDecimal effectiveness = board.effectiveness(site);
        Energy facility = Energy.ZERO;
        Money scarcity = Money.zero(currency);
        Band<Money> energy = new Band<>(Money.zero(currency), Money.zero(currency), Money.zero(currency));
        Band<CarbonMass> carbon = new Band<>(CarbonMass.ZERO, CarbonMass.ZERO, CarbonMass.ZERO);
        Quality quality = Quality.MEASURED;
        for (SitePeriod each : periods) {
            Energy it = itPower.over(each.period());
            Energy drawn = it.times(effectiveness);
            facility = facility.plus(drawn);
            scarcity = scarcity.plus(each.scarcity().of(it));
            energy = energy.with(each.price().map(price -> price.of(drawn)), Money::plus);
            carbon = carbon.with(each.carbon().map(intensity -> intensity.of(drawn)), CarbonMass::plus);
            quality = quality.worse(each.quality());
        }
        return new Priced(
                board.plan().id(),
                board.plan().version(),
                site,
                window,
                itPower,
                facility,
                energy.p50(),
                energy,
                scarcity,
                carbon,
                quality,
                periods);
    }
}
