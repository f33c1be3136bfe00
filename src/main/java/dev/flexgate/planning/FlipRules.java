package dev.flexgate.planning;

import dev.flexgate.planning.Candidate.Kind;
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
import java.util.List;
import java.util.Optional;

/** How far one thing would have to change until the choice falls otherwise, all else staying where it is. */
final class FlipRules {

    private static final MathContext EXACT_ENOUGH = MathContext.DECIMAL64;

    private FlipRules() {}

    static List<Flip> flips(List<Candidate> candidates, Money carbonPerTonne) {
        List<Flip> flips = new ArrayList<>();
        Optional<Candidate> chosen =
                candidates.stream().filter(each -> each.kind() == Kind.CHOSEN).findFirst();
        chosen.ifPresent(taken -> {
            candidates.stream()
                    .filter(each ->
                            each.verdict() instanceof Verdict.Dearer || each.verdict() instanceof Verdict.Unhandy)
                    .min(CandidateRules.CHEAPEST)
                    .ifPresent(next -> {
                        price(taken, next).ifPresent(flips::add);
                        intensity(taken, next, carbonPerTonne).ifPresent(flips::add);
                        carbonWorth(taken, next, carbonPerTonne).ifPresent(flips::add);
                    });
            flips.add(new Flip.Deadline(taken.slack()));
            candidates.stream()
                    .filter(each -> each.verdict() instanceof Verdict.Full)
                    .filter(each -> each.total().compareTo(taken.total()) < 0)
                    .min(CandidateRules.CHEAPEST)
                    .ifPresent(full -> flips.add(room(taken, full)));
        });
        return flips;
    }

    private static Flip room(Candidate taken, Candidate full) {
        return new Flip.Room(
                full.site(), new Power(-full.headroom().watts()), taken.total().minus(full.total()), full);
    }

    private static Optional<Flip> price(Candidate taken, Candidate next) {
        Money more = next.total().minus(taken.total());
        return ownKilowattHours(taken, next)
                .map(kilowattHours -> new Flip.Price(
                        EnergyPrice.rounded(more.amount().divide(kilowattHours, EXACT_ENOUGH), more.currency()), next));
    }

    /** How far the forecast of carbon would have to be off: what it takes in money, at what a tonne is worth. */
    private static Optional<Flip> intensity(Candidate taken, Candidate next, Money perTonne) {
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
    private static Optional<Flip> carbonWorth(Candidate taken, Candidate next, Money now) {
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
