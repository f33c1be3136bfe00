package dev.flexgate.placement;

import dev.flexgate.feed.ExchangeRates;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.forecast.Quantiles;
import dev.flexgate.placement.Trial.Candidate;
import dev.flexgate.placement.Trial.Placed;
import dev.flexgate.placement.TrialReport.Day;
import dev.flexgate.placement.TrialReport.History;
import dev.flexgate.placement.TrialReport.Sums;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.Jobs;
import dev.flexgate.workload.Jobs.Submitted;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.Sites;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Tries policies on the jobs of the last days. */
final class Trials {

    /** Most jobs of one trial: each asks for the forecasts that stood when it came. */
    static final int JOBS_MAX = 400;

    private static final Duration LONGEST_WINDOW = HalfHours.STEP.multipliedBy(Forecaster.HALF_HOURS_MAX);
    private static final int DRAWS = 1_000;
    private static final int KILOGRAM_SCALE = 6;

    private final Forecaster forecaster;
    private final Readings readings;
    private final Jobs jobs;
    private final Sites sites;
    private final ExchangeRates rates;
    private final Currency pivot;

    Trials(Forecaster forecaster, Readings readings, Jobs jobs, Sites sites, ExchangeRates rates, Currency pivot) {
        this.forecaster = forecaster;
        this.readings = readings;
        this.jobs = jobs;
        this.sites = sites;
        this.rates = rates;
        this.pivot = pivot;
    }

    /** What came of the jobs of one day, and all that is counted on the way. */
    private static final class Tally {

        private final Map<Instant, Sums> days = new TreeMap<>();
        private BigDecimal usedKg = BigDecimal.ZERO;
        private BigDecimal usedMoney = BigDecimal.ZERO;
        private final Map<Instant, BigDecimal[]> soFar = new HashMap<>();
        private int withoutForecast;
        private int withoutOutturn;
        private int simulated;

        void add(Instant day, Sums sums) {
            days.merge(day, sums, Sums::plus);
            usedKg = usedKg.add(sums.usedKg());
            usedMoney = usedMoney.add(sums.usedMoney());
            soFar.put(day, new BigDecimal[] {usedKg, usedMoney});
        }
    }

    TrialReport run(TrialAsk ask, Instant now) {
        Instant end = now.truncatedTo(ChronoUnit.DAYS).plus(Duration.ofDays(1));
        Instant start = end.minus(Duration.ofDays(ask.days()));
        var span = new Interval(start, end);
        List<Submitted> all = jobs.submitted(ask.tenant(), span, JOBS_MAX + 1);
        List<Submitted> tried = all.size() > JOBS_MAX ? all.subList(all.size() - JOBS_MAX, all.size()) : all;
        var exchange = new Exchange(
                ask.perTonne().currency(),
                ask.perTonne().amount().movePointLeft(3),
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                Map.of());
        var trial = new Trial(
                forecaster,
                readings,
                sites.all().stream().collect(Collectors.toMap(Site::id, Function.identity())),
                exchange,
                new Rates(rates, pivot, Map.of(), exchange.currency(), now),
                new Interval(start, later(end, HalfHours.floor(now).plus(LONGEST_WINDOW))),
                now);
        var tally = new Tally();
        tried.forEach(each -> one(ask, trial, each, tally));
        return report(ask, span, now, jobs.countSubmitted(ask.tenant(), span), tried, tally);
    }

    private static void one(TrialAsk ask, Trial trial, Submitted submitted, Tally tally) {
        Instant day = submitted.at().truncatedTo(ChronoUnit.DAYS);
        Optional<Candidate> candidate = trial.candidate(submitted);
        if (candidate.isEmpty()) {
            tally.withoutForecast++;
            return;
        }
        Placed placed = candidate.get().placed();
        if (ask.hold() && isBeyond(ask, tally, placed)) {
            tally.add(day, held());
            return;
        }
        trial.take(candidate.get());
        tally.withoutOutturn += placed.realised().isPresent() ? 0 : 1;
        tally.simulated += placed.simulated() ? 1 : 0;
        tally.add(day, sums(placed));
    }

    private static boolean isBeyond(TrialAsk ask, Tally tally, Placed placed) {
        BigDecimal kilograms = tally.usedKg.add(placed.terms().carbonKg().p50());
        BigDecimal money = tally.usedMoney.add(placed.terms().energyCost().p50());
        return ask.carbonKg().filter(most -> kilograms.compareTo(most) > 0).isPresent()
                || ask.money().filter(most -> money.compareTo(most) > 0).isPresent();
    }

    private static Sums held() {
        return new Sums(
                0, 0, 1, Bands.ZERO, Bands.ZERO, 0, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    private static Sums sums(Placed placed) {
        return new Sums(
                1,
                placed.moved() ? 1 : 0,
                0,
                placed.savedKg(),
                placed.savedMoney(),
                placed.realised().isPresent() ? 1 : 0,
                placed.realised().map(Trial.Realised::runNowKg).orElse(BigDecimal.ZERO),
                placed.realised().map(Trial.Realised::savedKg).orElse(BigDecimal.ZERO),
                placed.terms().carbonKg().p50(),
                placed.terms().energyCost().p50());
    }

    private TrialReport report(
            TrialAsk ask, Interval span, Instant now, int jobsThen, List<Submitted> tried, Tally tally) {
        List<Day> days = new ArrayList<>();
        BigDecimal[] soFar = {BigDecimal.ZERO, BigDecimal.ZERO};
        for (Instant day = span.start(); day.isBefore(span.end()); day = day.plus(Duration.ofDays(1))) {
            soFar = tally.soFar.getOrDefault(day, soFar);
            days.add(new Day(
                    day, rounded(tally.days.getOrDefault(day, Sums.NOTHING)), scaled(soFar[0]), scaled(soFar[1])));
        }
        var history = new History(
                ask.days(),
                daysWithVintages(tried, span, now),
                jobsThen,
                tried.size(),
                tally.withoutForecast,
                tally.withoutOutturn,
                tally.simulated);
        return new TrialReport(
                span,
                now,
                ask.perTonne().currency(),
                history,
                rounded(tally.days.values().stream().reduce(Sums.NOTHING, Sums::plus)),
                band(days),
                days);
    }

    /** On how many days a forecast of some home zone stood at noon, or now where that is still to come. */
    private int daysWithVintages(List<Submitted> tried, Interval span, Instant now) {
        List<SiteId> homes = tried.stream()
                .map(each -> each.job().sites().home())
                .distinct()
                .sorted()
                .toList();
        List<Zone> zones = sites.all().stream()
                .filter(site -> homes.isEmpty() || homes.contains(site.id()))
                .map(site -> new Zone(site.grid().carbonZone()))
                .distinct()
                .toList();
        int known = 0;
        for (Instant day = span.start(); day.isBefore(span.end()); day = day.plus(Duration.ofDays(1))) {
            Instant noon = day.plus(Duration.ofHours(12));
            Instant at = noon.isAfter(now) ? now : noon;
            boolean stood = zones.stream()
                    .anyMatch(zone -> forecaster
                            .horizon(zone, Signal.CARBON_INTENSITY, at)
                            .filter(until -> until.isAfter(at))
                            .isPresent());
            known += stood ? 1 : 0;
        }
        return known;
    }

    /** Days are drawn with replacement, always in the same way: what one day does the next does too, more or less. */
    private static Optional<Quantiles> band(List<Day> days) {
        double[] saved = days.stream()
                .filter(day -> day.sums().realised() > 0)
                .mapToDouble(day -> day.sums().realisedSavedKg().doubleValue())
                .toArray();
        if (saved.length < 2) {
            return Optional.empty();
        }
        var random = new SplittableRandom(saved.length);
        double[] sums = new double[DRAWS];
        for (int draw = 0; draw < DRAWS; draw++) {
            for (int day = 0; day < saved.length; day++) {
                sums[draw] += saved[random.nextInt(saved.length)];
            }
        }
        Arrays.sort(sums);
        return Optional.of(new Quantiles(
                kilograms(sums[DRAWS / 10]), kilograms(sums[DRAWS / 2]), kilograms(sums[DRAWS * 9 / 10])));
    }

    private static BigDecimal kilograms(double value) {
        return BigDecimal.valueOf(value).setScale(3, RoundingMode.HALF_EVEN);
    }

    private static Sums rounded(Sums sums) {
        return new Sums(
                sums.decided(),
                sums.moved(),
                sums.held(),
                Bands.rounded(sums.forecastSavedKg(), KILOGRAM_SCALE),
                Bands.rounded(sums.forecastSavedMoney(), KILOGRAM_SCALE),
                sums.realised(),
                scaled(sums.realisedRunNowKg()),
                scaled(sums.realisedSavedKg()),
                scaled(sums.usedKg()),
                scaled(sums.usedMoney()));
    }

    private static BigDecimal scaled(BigDecimal value) {
        return value.setScale(KILOGRAM_SCALE, RoundingMode.HALF_EVEN);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
