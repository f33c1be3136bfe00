package dev.flexgate.planning;

import dev.flexgate.planning.Candidate.Verdict;
import dev.flexgate.planning.Grounds.Flip;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/** How far one thing would have to change until the choice falls otherwise, all else staying where it is. */
final class FlipRules {

    private static final MathContext EXACT_ENOUGH = MathContext.DECIMAL64;

    /** Of so many ways it is asked whether a policy's limits allow them; who meets none up to then says nothing. */
    private static final int ASKED_MAX = 12;

    private final Money carbonPerTonne;
    private final Predicate<Candidate> allowed;

    /** @param allowed whether a policy's limits let the job run so */
    FlipRules(Money carbonPerTonne, Predicate<Candidate> allowed) {
        this.carbonPerTonne = carbonPerTonne;
        this.allowed = allowed;
    }

    /**
     * The smallest change of each kind. That need not lead to the cheapest alternative: one that shares half-hours with
     * the choice gets dearer with it.
     *
     * @param others every other way
     */
    List<Flip> flips(Optional<Candidate> chosen, List<Candidate> others) {
        List<Flip> flips = new ArrayList<>();
        chosen.ifPresent(taken -> {
            List<Candidate> dearer = others.stream()
                    .filter(each ->
                            each.verdict() instanceof Verdict.Dearer || each.verdict() instanceof Verdict.Unhandy)
                    .sorted(CandidateRules.CHEAPEST)
                    .toList();
            least(dearer, next -> price(taken, next), Comparator.comparing(Flip.Price::rise))
                    .ifPresent(flips::add);
            least(dearer, next -> intensity(taken, next, carbonPerTonne), Comparator.comparing(Flip.Intensity::rise))
                    .ifPresent(flips::add);
            least(
                            dearer,
                            next -> carbonWorth(taken, next, carbonPerTonne),
                            Comparator.comparing(flip ->
                                    flip.to().minus(flip.from()).amount().abs()))
                    .ifPresent(flips::add);
            flips.add(new Flip.Deadline(taken.slack()));
            others.stream()
                    .filter(each -> each.verdict() instanceof Verdict.Full)
                    .filter(each -> each.total().compareTo(taken.total()) < 0)
                    .min(CandidateRules.CHEAPEST)
                    .ifPresent(full -> flips.add(room(taken, full)));
        });
        return flips;
    }

    private <F extends Flip> Optional<F> least(
            List<Candidate> dearer, Function<Candidate, Optional<F>> flip, Comparator<F> order) {
        return dearer.stream()
                .flatMap(next -> flip.apply(next).map(each -> new Way<>(next, each)).stream())
                .sorted(Comparator.comparing(Way::flip, order))
                .limit(ASKED_MAX)
                .filter(way -> allowed.test(way.to()))
                .map(Way::flip)
                .findFirst();
    }

    private record Way<F extends Flip>(Candidate to, F flip) {}

    private static Flip room(Candidate taken, Candidate full) {
        return new Flip.Room(
                full.site(), new Power(-full.headroom().watts()), taken.total().minus(full.total()), full);
    }

    private static Optional<Flip.Price> price(Candidate taken, Candidate next) {
        Money more = next.total().minus(taken.total());
        return ownKilowattHours(taken, next)
                .map(kilowattHours -> new Flip.Price(
                        EnergyPrice.rounded(more.amount().divide(kilowattHours, EXACT_ENOUGH), more.currency()), next));
    }

    /** How far the forecast of carbon would have to be off: what it takes in money, at what a tonne is worth. */
    private static Optional<Flip.Intensity> intensity(Candidate taken, Candidate next, Money perTonne) {
        if (perTonne.amount().signum() <= 0) {
            return Optional.empty();
        }
        Money more = next.total().minus(taken.total());
        return ownKilowattHours(taken, next).map(kilowattHours -> {
            BigDecimal grams = more.amount()
                    .movePointRight(6)
                    .divide(perTonne.amount(), EXACT_ENOUGH)
                    .divide(kilowattHours, EXACT_ENOUGH);
            return new Flip.Intensity(CarbonIntensity.ofGramsPerKwh(grams.setScale(1, RoundingMode.CEILING)), next);
        });
    }

    /** Facility energy of the chosen half-hours that the alternative does not share; empty for none. */
    private static Optional<BigDecimal> ownKilowattHours(Candidate taken, Candidate next) {
        long joules = 0;
        for (Allocation run : taken.runs()) {
            for (var period : HalfHours.of(run.interval()).stream().toList()) {
                boolean shared = next.runs().stream()
                        .anyMatch(other -> other.site().equals(run.site())
                                && other.interval().contains(period));
                joules += shared ? 0 : run.itPower().over(period).joules();
            }
        }
        long all = taken.runs().stream().mapToLong(run -> run.energy().joules()).sum();
        if (joules == 0 || all == 0) {
            return Optional.empty();
        }
        // Facility over IT energy is one factor for the whole of a choice, exact where it stays at one site.
        BigDecimal facility = BigDecimal.valueOf(taken.energy().joules())
                .multiply(BigDecimal.valueOf(joules))
                .divide(BigDecimal.valueOf(all), EXACT_ENOUGH);
        return Optional.of(
                facility.divide(BigDecimal.valueOf(Energy.ofKilowattHours(1).joules()), EXACT_ENOUGH));
    }

    /** Where money and carbon pull in opposite directions there is one worth of carbon at which both are equal. */
    private static Optional<Flip.CarbonWorth> carbonWorth(Candidate taken, Candidate next, Money now) {
        CarbonMass less = taken.carbon().p50().minus(next.carbon().p50());
        if (less.milligrams() == 0) {
            return Optional.empty();
        }
        Money dearer = next.money()
                .p50()
                .plus(next.extra().sum())
                .minus(taken.money().p50())
                .minus(taken.extra().sum());
        BigDecimal tonnes = less.kilograms().movePointLeft(3);
        BigDecimal even = dearer.amount().divide(tonnes, EXACT_ENOUGH);
        return even.signum() < 0
                ? Optional.empty()
                : Optional.of(new Flip.CarbonWorth(now, Money.rounded(even, now.currency()), next));
    }
}
