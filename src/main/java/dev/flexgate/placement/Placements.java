package dev.flexgate.placement;

import dev.flexgate.feed.ExchangeRates;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.forecast.Forecaster;
import dev.flexgate.forecast.Forecaster.Stream;
import dev.flexgate.placement.Course.Found.Here;
import dev.flexgate.placement.Course.Found.Missing;
import dev.flexgate.placement.PlacementAnswer.Placed;
import dev.flexgate.placement.Scores.Facts;
import dev.flexgate.placement.Standing.Code;
import dev.flexgate.placement.Standing.Reason;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.Planning;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.Sites;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Ranks all regions for a job: each at its own best half-hours, with every term of its score, what excludes it and what
 * is not known of it. A question, never a decision: nothing is kept, and the plan may place the job otherwise.
 */
public final class Placements {

    private final Forecaster forecaster;
    private final Sites sites;
    private final Planning planning;
    private final ExchangeRates rates;
    private final Currency pivot;

    /** @param pivot in which the operator states its exchange rates */
    public Placements(Forecaster forecaster, Sites sites, Planning planning, ExchangeRates rates, Currency pivot) {
        this.forecaster = forecaster;
        this.sites = sites;
        this.planning = planning;
        this.rates = rates;
        this.pivot = pivot;
    }

    /** Every region that this gateway knows: its sites, then zones that are forecast and have none, each by id. */
    public List<Region> regions() {
        List<Region> ours = sites.all().stream().map(Region::of).toList();
        Set<Zone> taken = ours.stream().map(Region::carbonZone).collect(Collectors.toSet());
        List<Region> all = new ArrayList<>(ours);
        forecaster.streams().stream()
                .filter(stream -> stream.signal() == Signal.CARBON_INTENSITY)
                .map(Stream::zone)
                .filter(zone -> !taken.contains(zone))
                .map(Region::of)
                .forEach(all::add);
        return all;
    }

    /**
     * The answer as it could have been given at {@code asOf}. Room is looked for beside the plan that stands now, which
     * says nothing of earlier times.
     *
     * @throws IllegalArgumentException when the home site is none of ours, or no half-hour of the window is left
     */
    public PlacementAnswer evaluate(PlacementAsk ask, Instant asOf) {
        Site home = sites.find(ask.home())
                .orElseThrow(() -> new IllegalArgumentException("homeSite: no site " + ask.home() + "; known are "
                        + sites.all().stream().map(Site::id).toList()));
        HalfHours grid = grid(ask, asOf);
        var round = new Round(ask, asOf, grid, home);
        List<Placed> placed = regions().stream()
                .filter(region -> ask.zonesToo() || region.site().isPresent())
                .map(round::placed)
                .toList();
        return new PlacementAnswer(
                asOf,
                planning.standing().map(Plan::version).orElse(0L),
                home.id().value(),
                round.runNow(),
                Ranking.of(placed));
    }

    private static HalfHours grid(PlacementAsk ask, Instant asOf) {
        Instant release = ask.window().start();
        Instant start = HalfHours.ceiling(release.isAfter(asOf) ? release : asOf);
        Instant end = HalfHours.floor(ask.window().end());
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("deadline: no whole half-hour is left between " + start + " and "
                    + ask.window().end());
        }
        HalfHours grid = HalfHours.of(new Interval(start, end));
        if (grid.count() > Forecaster.HALF_HOURS_MAX) {
            throw new IllegalArgumentException("deadline: at most " + Forecaster.HALF_HOURS_MAX
                    + " half-hours after the release, not " + grid.count());
        }
        return grid;
    }

    /** One answer in the making. */
    private final class Round {

        private final PlacementAsk ask;
        private final Instant asOf;
        private final HalfHours grid;
        private final Site home;
        private final Scores scores;
        private final Rates worth;

        Round(PlacementAsk ask, Instant asOf, HalfHours grid, Site home) {
            this.ask = ask;
            this.asOf = asOf;
            this.grid = grid;
            this.home = home;
            this.scores = new Scores(ask, grid);
            this.worth = new Rates(
                    rates, pivot, ask.exchange().worth(), ask.exchange().currency(), asOf);
        }

        /** At home, from the first half-hour on. */
        Optional<Terms> runNow() {
            int needed = ask.demand().halfHours();
            if (needed > grid.count()) {
                return Optional.empty();
            }
            return facts(Region.of(home), new ArrayList<>())
                    .map(facts -> scores.terms(
                            facts, IntStream.range(0, needed).boxed().toList(), Terms.Room.SITE_LIMIT));
        }

        Placed placed(Region region) {
            List<Reason> reasons = new ArrayList<>(rules(region));
            Optional<Terms> terms = facts(region, reasons).flatMap(facts -> best(facts, reasons));
            terms.ifPresent(found -> ceiling(found).ifPresent(reasons::add));
            return new Placed(region, Ranking.standing(reasons), terms);
        }

        private List<Reason> rules(Region region) {
            List<Reason> reasons = new ArrayList<>();
            if (!ask.residency().isEmpty() && ask.residency().stream().noneMatch(region::liesIn)) {
                reasons.add(new Reason(
                        Code.RESIDENCY,
                        region.carbonZone() + " lies in none of " + String.join(", ", ask.residency())));
            }
            Optional<Latency> latency = latency(region);
            if (latency.isEmpty()
                    && (ask.latencyMaxMs().isPresent()
                            || ask.exchange().perMillisecond().signum() > 0)) {
                reasons.add(new Reason(
                        Code.LATENCY_UNKNOWN, "we have no site in " + region.id() + ": state latencyMs for it"));
            }
            ask.latencyMaxMs()
                    .ifPresent(most -> latency.filter(
                                    each -> each.milliseconds().compareTo(most) > 0)
                            .ifPresent(each -> reasons.add(new Reason(
                                    Code.LATENCY,
                                    each.milliseconds().toPlainString() + " ms, " + each.source() + ", is more than "
                                            + most.toPlainString() + " ms"))));
            return reasons;
        }

        private Optional<Latency> latency(Region region) {
            if (region.id().equals(home.id().value())) {
                return Optional.of(Latency.NONE);
            }
            return Optional.ofNullable(ask.latencyMs().get(region.id()))
                    .or(() -> Optional.ofNullable(
                            ask.latencyMs().get(region.carbonZone().code())))
                    .map(given -> new Latency(given, Latency.Source.GIVEN))
                    .or(() -> region.place().map(place -> Latency.estimated(home.place(), place)));
        }

        private Optional<Facts> facts(Region region, List<Reason> reasons) {
            Optional<Course> carbon = course(region.carbonZone(), Signal.CARBON_INTENSITY, reasons);
            Optional<Course> price = course(region.priceZone(), Signal.ENERGY_PRICE, reasons);
            Optional<BigDecimal> rate = worth.of(region.priceZone().currency());
            if (rate.isEmpty()) {
                reasons.add(new Reason(
                        Code.RATE_MISSING, worth.missing(region.priceZone().currency())));
            }
            boolean atHome = region.id().equals(home.id().value());
            return carbon.flatMap(grams -> price.flatMap(
                    money -> rate.map(each -> new Facts(region, grams, money, each, latency(region), atHome))));
        }

        private Optional<Course> course(Zone zone, Signal signal, List<Reason> reasons) {
            return switch (Course.of(forecaster, zone, signal, grid, asOf)) {
                case Here(Course course) -> Optional.of(course);
                case Missing(Refusal reason, String detail) -> {
                    reasons.add(new Reason(Code.valueOf(reason.name()), detail));
                    yield Optional.empty();
                }
            };
        }

        private Optional<Terms> best(Facts facts, List<Reason> reasons) {
            Vacancy vacancy =
                    Vacancy.of(planning, facts.region(), grid, ask.demand().itPower());
            List<BigDecimal> halfHours = scores.perHalfHour(facts);
            Optional<List<Integer>> chosen = Shapes.best(ask, halfHours, vacancy.usable());
            if (chosen.isEmpty()) {
                reasons.add(tooLittle(facts.region(), vacancy));
            }
            return chosen.map(each -> scores.terms(facts, each, vacancy.room()));
        }

        private Reason tooLittle(Region region, Vacancy vacancy) {
            int needed = ask.demand().halfHours();
            return needed > grid.count()
                    ? new Reason(
                            Code.DEADLINE,
                            "the work takes " + needed + " half-hours and " + grid.count() + " are left until "
                                    + grid.end())
                    : new Reason(
                            Code.SITE_CAPACITY,
                            ask.demand().itPower() + " is free at " + region.id() + " in "
                                    + vacancy.usable().cardinality() + " half-hours of " + grid.count() + ", "
                                    + vacancy.room() + "; the work needs " + needed + " of its shape");
        }

        private Optional<Reason> ceiling(Terms terms) {
            return ask.gramsMax()
                    .filter(most -> terms.meanGrams().p50().compareTo(most) > 0)
                    .map(most -> new Reason(
                            Code.CARBON_CEILING,
                            terms.meanGrams().p50().toPlainString() + " gCO2/kWh is more than "
                                    + most.toPlainString()));
        }
    }
}
