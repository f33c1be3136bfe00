package dev.flexgate.flexibility;

import dev.flexgate.flexibility.Cleared.Part;
import dev.flexgate.flexibility.Combinations.Point;
import dev.flexgate.planning.Considered;
import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a point of the curve is sold for. Per kWh of facility energy: what the jobs lose by it plus the margin, but
 * never less than the floor; plus the penalty weighed with the chance to pay it. An option is never cheaper than a
 * smaller one. Prices are rounded up to six decimals, so that no rounding sells below cost.
 */
final class Prices {

    private static final int SCALE = 6;
    private static final BigDecimal JOULES_PER_KILOWATT_HOUR = BigDecimal.valueOf(3_600_000);
    private static final BigDecimal WATTS_PER_MEGAWATT = BigDecimal.valueOf(1_000_000);

    private final NeedRequest request;
    private final FlexTerms terms;
    private final Function<SiteSupply, Power> most;

    /** @param most IT power that each site could turn */
    Prices(NeedRequest request, FlexTerms terms, Function<SiteSupply, Power> most) {
        this.request = request;
        this.terms = terms;
        this.most = most;
    }

    Currency currency() {
        return terms.floor().currency();
    }

    OfferOption option(List<OfferOption> smaller, List<Point> points, Considered considered) {
        BigDecimal confidence = confidence(points);
        List<SiteShare> shares = new ArrayList<>();
        for (Point point : points) {
            Energy energy = point.power().over(request.window());
            shares.add(new SiteShare(
                    point.site().site().id(),
                    point.power(),
                    point.site().itPower(point.power()),
                    price(point.cost(), energy, confidence)));
        }
        Energy energy = energy(shares);
        Money least = lost(considered.extraCost().difference())
                .plus(atRisk(confidence).of(energy));
        Money before =
                smaller.isEmpty() ? Money.zero(currency()) : smaller.getLast().price();
        List<SiteShare> paid = posted(raised(byPricing(shares), energy, least.compareTo(before) > 0 ? least : before));
        return new OfferOption(
                smaller.size() + 1,
                power(shares),
                paid,
                energy,
                considered.extraCost().difference(),
                considered.extraCost().uncertainty(),
                considered.extraCarbon(),
                marginal(smaller, amount(paid), energy),
                amount(paid),
                confidence,
                rebound(points, considered));
    }

    Optional<Reason> aboveCap(OfferOption option) {
        return request.cap()
                .flatMap(cap -> option.shares().stream()
                        .map(SiteShare::price)
                        .filter(price -> price.compareTo(cap) > 0)
                        .findFirst()
                        .map(price -> new Reason(
                                Reason.Code.PRICE_CAP,
                                option.power() + turned() + " costs " + price + ", above the cap of " + cap)));
    }

    private String turned() {
        return request.direction() == Direction.DOWN ? " less" : " more";
    }

    private EnergyPrice price(Money cost, Energy energy, BigDecimal confidence) {
        EnergyPrice ofCost = perKilowattHour(lost(cost), energy);
        EnergyPrice least = ofCost.compareTo(terms.floor()) > 0 ? ofCost : terms.floor();
        return least.plus(atRisk(confidence));
    }

    /** What the jobs lose, margin included. */
    private Money lost(Money extraCost) {
        BigDecimal cost = extraCost.amount().max(BigDecimal.ZERO);
        return new Money(
                cost.multiply(BigDecimal.ONE.add(terms.margin())).setScale(Money.SCALE, RoundingMode.CEILING),
                currency());
    }

    private EnergyPrice atRisk(BigDecimal confidence) {
        BigDecimal penalty = request.penalty().map(EnergyPrice::perKilowattHour).orElse(BigDecimal.ZERO);
        BigDecimal risk = penalty.multiply(BigDecimal.ONE.subtract(confidence));
        return new EnergyPrice(risk.setScale(SCALE, RoundingMode.CEILING), currency());
    }

    /** The merit order decides what the parts are paid: each its own price, or all the last one's. */
    private List<SiteShare> byPricing(List<SiteShare> shares) {
        if (request.pricing() != Pricing.UNIFORM) {
            return shares;
        }
        List<Bid> bids = new ArrayList<>();
        for (SiteShare share : shares) {
            BigDecimal megawatts = BigDecimal.valueOf(share.power().watts()).divide(WATTS_PER_MEGAWATT);
            BigDecimal perMwh = share.price().perKilowattHour().movePointRight(3);
            bids.add(new Bid(share.site().value(), megawatts, BigDecimal.ZERO, perMwh, 0));
        }
        BigDecimal required = bids.stream().map(Bid::megawatts).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal marginal = Clearing.meritOrder(required, bids, Optional.empty()).accepted().stream()
                .map(Part::bid)
                .map(Bid::pricePerMwh)
                .reduce((_, last) -> last)
                .orElse(BigDecimal.ZERO);
        EnergyPrice uniform = new EnergyPrice(marginal.movePointLeft(3), currency());
        return shares.stream().map(share -> share.at(uniform)).toList();
    }

    /** What moving several sites at once costs more than each alone falls on every kWh alike. */
    private List<SiteShare> raised(List<SiteShare> shares, Energy energy, Money least) {
        Money missing = least.minus(amount(shares));
        if (missing.amount().signum() <= 0) {
            return shares;
        }
        EnergyPrice more = perKilowattHour(missing, energy);
        return shares.stream().map(share -> share.at(share.price().plus(more))).toList();
    }

    /** Who posts a price pays it for every part, unless one of them costs more: then the cap says no. */
    private List<SiteShare> posted(List<SiteShare> shares) {
        return request.cap()
                .filter(cap -> request.pricing() == Pricing.POSTED)
                .filter(cap -> shares.stream().allMatch(share -> share.price().compareTo(cap) <= 0))
                .map(cap -> shares.stream().map(share -> share.at(cap)).toList())
                .orElse(shares);
    }

    private EnergyPrice marginal(List<OfferOption> smaller, Money price, Energy energy) {
        if (smaller.isEmpty()) {
            return perKilowattHour(price, energy);
        }
        OfferOption before = smaller.getLast();
        return perKilowattHour(price.minus(before.price()), energy.minus(before.energy()));
    }

    private EnergyPrice perKilowattHour(Money money, Energy energy) {
        BigDecimal price = money.amount()
                .multiply(JOULES_PER_KILOWATT_HOUR)
                .divide(BigDecimal.valueOf(energy.joules()), SCALE, RoundingMode.CEILING);
        return new EnergyPrice(price, currency());
    }

    private BigDecimal confidence(List<Point> points) {
        return points.stream()
                .map(point -> Confidence.of(
                        point.site().itPower(point.power()),
                        most.apply(point.site()),
                        point.site().periods()))
                .reduce(BigDecimal::min)
                .orElse(BigDecimal.ZERO);
    }

    private List<Rebound> rebound(List<Point> points, Considered considered) {
        return considered.shifts().stream()
                .filter(shift -> points.stream()
                        .noneMatch(point -> point.site().site().id().equals(shift.site())
                                && request.window().contains(shift.period())))
                .map(shift -> new Rebound(
                        shift.site(),
                        shift.period(),
                        new Power(considered
                                .effectiveness(shift.site())
                                .multiply(BigDecimal.valueOf(shift.itPower().watts()))
                                .setScale(0, RoundingMode.HALF_EVEN)
                                .longValueExact())))
                .toList();
    }

    private Money amount(List<SiteShare> shares) {
        return shares.stream().map(share -> share.amount(request.window())).reduce(Money.zero(currency()), Money::plus);
    }

    private Energy energy(List<SiteShare> shares) {
        return power(shares).over(request.window());
    }

    private static Power power(List<SiteShare> shares) {
        return shares.stream().map(SiteShare::power).reduce(Power.ZERO, Power::plus);
    }
}
