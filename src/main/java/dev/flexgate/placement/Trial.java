package dev.flexgate.placement;

import dev.flexgate.feed.Known;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Forecast;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.forecast.Quantiles;
import dev.flexgate.placement.Scores.Facts;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.Job;
import dev.flexgate.workload.Jobs.Submitted;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Places jobs of the past again, one after the other as they came: by forecasts that stood then and by nothing else, beside
 * the other jobs of the trial. Others' jobs and what was sold are not known to it.
 */
final class Trial {

    private static final BigDecimal KILOGRAMS_PER_GRAM = new BigDecimal("0.001");

    private final Forecaster forecaster;
    private final Readings readings;
    private final Map<SiteId, Site> sites;
    private final Exchange exchange;
    private final Rates rates;
    private final Instant now;
    private final Interval measuredSpan;
    private final Map<Asked, Optional<Forecast>> issues = new HashMap<>();
    private final Map<Topic, Map<Instant, BigDecimal>> measured = new HashMap<>();
    private final Map<SiteId, Map<Instant, Long>> taken = new HashMap<>();

    private record Asked(Topic topic, Instant asOf, Instant until) {}

    /** @param measuredSpan within which all half-hours of all jobs lie */
    Trial(
            Forecaster forecaster,
            Readings readings,
            Map<SiteId, Site> sites,
            Exchange exchange,
            Rates rates,
            Interval measuredSpan,
            Instant now) {
        this.forecaster = forecaster;
        this.readings = readings;
        this.sites = Map.copyOf(sites);
        this.exchange = exchange;
        this.rates = rates;
        this.measuredSpan = measuredSpan;
        this.now = now;
    }

    /**
     * What the policy would do with a job.
     *
     * @param moved whether otherwise than at once at home
     * @param terms of what was chosen, as forecast then
     * @param savedKg of what running at once at home emits, as forecast then
     * @param savedMoney of what it costs
     * @param realised what running at once at home emitted, and what the choice saves of it, both kg; empty where it was
     *     not all measured
     */
    record Placed(
            boolean moved,
            Terms terms,
            Quantiles savedKg,
            Quantiles savedMoney,
            Optional<Realised> realised,
            boolean simulated) {}

    /** Kilograms that were really emitted. */
    record Realised(BigDecimal runNowKg, BigDecimal savedKg) {}

    private record Way(Facts facts, List<Integer> chosen, Terms terms) {}

    /** Where and when the job would run; empty where no forecast stood, or no room is left. Keeps no room yet. */
    Optional<Candidate> candidate(Submitted submitted) {
        Job job = submitted.job();
        // What was known at the start of the half-hour: nothing later, and jobs of one half-hour share an issue.
        Instant asOf = HalfHours.floor(submitted.at());
        Instant start = HalfHours.ceiling(later(job.window().start(), submitted.at()));
        Instant end = HalfHours.floor(job.window().end());
        if (start.plus(HalfHours.STEP.multipliedBy(job.demand().halfHours())).isAfter(end)) {
            return Optional.empty();
        }
        HalfHours grid = HalfHours.of(new Interval(start, end));
        return grid.count() > Forecaster.HALF_HOURS_MAX ? Optional.empty() : candidate(job, grid, asOf);
    }

    /** A job with its best way and with running at once at home. */
    record Candidate(Job job, HalfHours grid, Placed placed, SiteId site, List<Integer> chosen) {}

    private Optional<Candidate> candidate(Job job, HalfHours grid, Instant asOf) {
        var ask = new PlacementAsk(
                job.demand(),
                job.shape(),
                job.window(),
                job.sites().home(),
                List.of(),
                Optional.empty(),
                Map.of(),
                BigDecimal.ZERO,
                Optional.empty(),
                false,
                exchange);
        var scores = new Scores(ask, grid);
        Optional<Way> runNow = facts(job, job.sites().home(), grid, asOf)
                .map(facts -> way(
                        scores,
                        facts,
                        IntStream.range(0, job.demand().halfHours()).boxed().toList()));
        Optional<Way> best = job.sites().allowed().stream()
                .flatMap(site -> facts(job, site, grid, asOf).stream())
                .flatMap(facts -> chosen(job, scores, facts, grid).stream())
                .min(Comparator.comparing((Way way) -> way.terms().total().p50())
                        .thenComparing(way -> way.facts().region().id()));
        return runNow.flatMap(atOnce -> best.map(way -> new Candidate(
                job,
                grid,
                placed(job, grid, atOnce, way),
                new SiteId(way.facts().region().id()),
                way.chosen())));
    }

    private static Way way(Scores scores, Facts facts, List<Integer> chosen) {
        return new Way(facts, chosen, scores.terms(facts, chosen, Terms.Room.SITE_LIMIT));
    }

    private Optional<Way> chosen(Job job, Scores scores, Facts facts, HalfHours grid) {
        var site = new SiteId(facts.region().id());
        Map<Instant, Long> others = taken.getOrDefault(site, Map.of());
        long limit = facts.region().site().orElseThrow().power().flexible().watts();
        var usable = new BitSet();
        for (int index = 0; index < grid.count(); index++) {
            long left = limit - others.getOrDefault(grid.startOf(index), 0L);
            usable.set(index, left >= job.demand().itPower().watts());
        }
        return Shapes.best(job.shape(), job.demand().halfHours(), scores.perHalfHour(facts), usable)
                .map(each -> way(scores, facts, each));
    }

    private Placed placed(Job job, HalfHours grid, Way runNow, Way best) {
        boolean sameSite =
                runNow.facts().region().id().equals(best.facts().region().id());
        boolean moved = !(sameSite && runNow.chosen().equals(best.chosen()));
        Quantiles savedKg =
                moved ? Bands.minus(runNow.terms().carbonKg(), best.terms().carbonKg()) : Bands.ZERO;
        Quantiles savedMoney =
                moved ? Bands.minus(runNow.terms().energyCost(), best.terms().energyCost()) : Bands.ZERO;
        Optional<Realised> realised = emitted(job, grid, runNow)
                .flatMap(atOnce -> emitted(job, grid, best).map(then -> new Realised(atOnce, atOnce.subtract(then))));
        boolean simulated = Stream.of(runNow, best)
                .flatMap(way -> way.terms().vintages().stream())
                .anyMatch(each -> each.quality() == Quality.SIMULATED);
        return new Placed(moved, best.terms(), savedKg, savedMoney, realised, simulated);
    }

    /** The candidate takes its room. */
    void take(Candidate candidate) {
        Map<Instant, Long> at = taken.computeIfAbsent(candidate.site(), _ -> new HashMap<>());
        long watts = candidate.job().demand().itPower().watts();
        candidate.chosen().forEach(index -> at.merge(candidate.grid().startOf(index), watts, Long::sum));
    }

    private Optional<Facts> facts(Job job, SiteId id, HalfHours grid, Instant asOf) {
        return Optional.ofNullable(sites.get(id)).map(Region::of).flatMap(region -> {
            Optional<Course> carbon = course(region.carbonZone(), Signal.CARBON_INTENSITY, grid, asOf);
            Optional<Course> price = course(region.priceZone(), Signal.ENERGY_PRICE, grid, asOf);
            Optional<BigDecimal> rate = rates.of(region.priceZone().currency());
            boolean home = id.equals(job.sites().home());
            return carbon.flatMap(grams -> price.flatMap(
                    money -> rate.map(each -> new Facts(region, grams, money, each, Optional.empty(), home))));
        });
    }

    private Optional<Course> course(Zone zone, Signal signal, HalfHours grid, Instant asOf) {
        var asked = new Asked(new Topic(zone, signal), asOf, grid.end());
        return issues.computeIfAbsent(
                        asked, _ -> forecaster.covering(zone, signal, new Interval(grid.start(), grid.end()), asOf))
                .filter(issue -> !issue.grid().start().isAfter(grid.start()))
                .map(issue -> Course.of(issue, grid));
    }

    /** Kilograms, where every half-hour was measured. */
    private Optional<BigDecimal> emitted(Job job, HalfHours grid, Way way) {
        Region region = way.facts().region();
        Map<Instant, BigDecimal> grams =
                measured.computeIfAbsent(new Topic(region.carbonZone(), Signal.CARBON_INTENSITY), this::read);
        BigDecimal sum = BigDecimal.ZERO;
        for (int index = 0; index < way.chosen().size(); index++) {
            BigDecimal intensity = grams.get(grid.startOf(way.chosen().get(index)));
            if (intensity == null) {
                return Optional.empty();
            }
            sum = sum.add(intensity.multiply(Scores.kilowattHours(job.demand(), index, region.effectiveness())));
        }
        return Optional.of(sum.multiply(KILOGRAMS_PER_GRAM));
    }

    private Map<Instant, BigDecimal> read(Topic topic) {
        Map<Instant, BigDecimal> values = new HashMap<>();
        for (Known each : readings.known(topic.zone(), topic.signal(), measuredSpan, now)) {
            if (each.reading().quality() == Quality.MEASURED) {
                values.put(each.reading().valid().start(), each.reading().value());
            }
        }
        return values;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
