package dev.flexgate.budget;

import dev.flexgate.budget.Day.Both;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts loads against a budget. Pure. */
final class Counting {

    private static final int SCALE = 6;

    private final List<Load> loads;
    private final Outturn outturn;
    private final Instant now;

    /** @param loads of the tenant, in order of time, from some days before the period on */
    Counting(List<Load> loads, Outturn outturn, Instant now) {
        this.loads = loads;
        this.outturn = outturn;
        this.now = now;
    }

    private boolean isOver(Load load) {
        return !load.start().plus(HalfHours.STEP).isAfter(now);
    }

    private BigDecimal counted(Kind kind, Load load) {
        return isOver(load)
                ? outturn.of(kind, load).orElseGet(() -> outturn.asForecast(kind, load))
                : load.of(kind).mid();
    }

    Use use(Kind kind, Optional<BigDecimal> limit, Interval period) {
        BigDecimal planned = BigDecimal.ZERO;
        BigDecimal measured = BigDecimal.ZERO;
        BigDecimal counted = BigDecimal.ZERO;
        int measuredHalfHours = 0;
        int meteredHalfHours = 0;
        int halfHours = 0;
        Load.Span ahead = Load.Span.ZERO;
        for (Load load : in(period)) {
            if (!isOver(load)) {
                ahead = ahead.plus(load.of(kind));
                continue;
            }
            halfHours++;
            planned = planned.add(load.of(kind).mid());
            Optional<BigDecimal> came = outturn.of(kind, load);
            measured = measured.add(came.orElse(BigDecimal.ZERO));
            measuredHalfHours += came.isPresent() ? 1 : 0;
            meteredHalfHours += outturn.isMetered(load) ? 1 : 0;
            counted = counted.add(counted(kind, load));
        }
        return new Use(
                kind,
                limit,
                rounded(planned),
                rounded(measured),
                measuredHalfHours,
                meteredHalfHours,
                halfHours,
                rounded(counted),
                new Use.Ahead(rounded(ahead.low()), rounded(ahead.mid()), rounded(ahead.high())));
    }

    private List<Load> in(Interval period) {
        return loads.stream().filter(each -> period.contains(each.start())).toList();
    }

    List<Day> days(Interval period) {
        SortedMap<Instant, Day> days = new TreeMap<>();
        for (Load load : in(period)) {
            Instant start = load.start().truncatedTo(ChronoUnit.DAYS);
            Day before = days.getOrDefault(start, new Day(start, Both.NOTHING, Both.NOTHING));
            days.put(
                    start,
                    new Day(
                            start,
                            before.planned()
                                    .plus(new Both(
                                            load.carbon().mid(), load.money().mid())),
                            before.counted().plus(new Both(counted(Kind.CARBON, load), counted(Kind.MONEY, load)))));
        }
        return days.values().stream()
                .map(each -> new Day(each.start(), rounded(each.planned()), rounded(each.counted())))
                .toList();
    }

    /** What was counted on each of the last whole days, at most {@code most} of them, from {@code since} on. */
    Pace pace(Kind kind, int most, Optional<Instant> since) {
        Instant today = now.truncatedTo(ChronoUnit.DAYS);
        List<BigDecimal> days = new ArrayList<>();
        for (int back = 1; back <= most; back++) {
            Instant start = today.minus(Duration.ofDays(back));
            if (since.isEmpty() || start.isBefore(since.get())) {
                break; // nothing was counted on all of that day, which is not the same as nothing used
            }
            var day = Interval.from(start, Duration.ofDays(1));
            days.add(in(day).stream().map(each -> counted(kind, each)).reduce(BigDecimal.ZERO, BigDecimal::add));
        }
        return Pace.of(days);
    }

    /** @param planEnd until when the standing plan says what is used */
    Exhaustion exhaustion(Use use, Interval period, Pace pace, Instant planEnd) {
        if (use.limit().isEmpty()) {
            return new Exhaustion.Unlimited();
        }
        BigDecimal left = use.limit().get().subtract(use.counted());
        if (left.signum() <= 0) {
            return new Exhaustion.Exhausted();
        }
        boolean nothingPlanned = use.ahead().p90().signum() <= 0;
        if (nothingPlanned && pace.days() == 0) {
            return new Exhaustion.Unknown("nothing is planned, and no whole day was counted yet to take a pace from");
        }
        Instant from = planEnd.isAfter(now) ? planEnd : now;
        return new Exhaustion.Forecast(
                Pace.usedUp(left, steps(use.kind(), period, 1), from, pace.fast(), period.end()),
                Pace.usedUp(left, steps(use.kind(), period, 0), from, pace.mean(), period.end()),
                Pace.usedUp(left, steps(use.kind(), period, -1), from, pace.slow(), period.end()),
                pace.days());
    }

    private List<Pace.Step> steps(Kind kind, Interval period, int end) {
        return in(period).stream()
                .filter(each -> !isOver(each))
                .map(each -> new Pace.Step(each.start().plus(HalfHours.STEP), end(each.of(kind), end)))
                .toList();
    }

    private static BigDecimal end(Load.Span span, int which) {
        return which > 0 ? span.high() : which < 0 ? span.low() : span.mid();
    }

    private static Both rounded(Both both) {
        return new Both(rounded(both.carbonKg()), rounded(both.money()));
    }

    private static BigDecimal rounded(BigDecimal amount) {
        return amount.setScale(SCALE, RoundingMode.HALF_EVEN);
    }
}
