package dev.flexgate.placement;

import dev.flexgate.feed.Signal;
import dev.flexgate.forecast.Quantiles;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Money;
import dev.flexgate.workload.Demand;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Works out every term of a job's score in one region. Pure and exact; rounded once, at the end. */
final class Scores {

    private static final BigDecimal KILOGRAMS_PER_GRAM = new BigDecimal("0.001");
    private static final BigDecimal JOULES_PER_KWH = BigDecimal.valueOf(3_600_000);
    private static final int KILOGRAM_SCALE = 6;
    private static final int KWH_SCALE = 6;

    private final PlacementAsk ask;
    private final HalfHours grid;

    Scores(PlacementAsk ask, HalfHours grid) {
        this.ask = ask;
        this.grid = grid;
    }

    /**
     * What is known of a region.
     *
     * @param rate units of the score's currency for one of the price zone's
     */
    record Facts(
            Region region, Course carbon, Course price, BigDecimal rate, Optional<Latency> latency, boolean home) {}

    /** By what half-hours are compared within one region: energy and carbon, all else being the same there. */
    List<BigDecimal> perHalfHour(Facts facts) {
        BigDecimal perGram = ask.exchange().perKilogram().multiply(KILOGRAMS_PER_GRAM);
        return IntStream.range(0, grid.count())
                .mapToObj(index -> facts.price()
                        .values()
                        .get(index)
                        .p50()
                        .multiply(facts.rate())
                        .add(facts.carbon().values().get(index).p50().multiply(perGram)))
                .toList();
    }

    Terms terms(Facts facts, List<Integer> chosen, Terms.Room room) {
        Quantiles grams = Bands.ZERO;
        Quantiles inCurrency = Bands.ZERO;
        BigDecimal energy = BigDecimal.ZERO;
        for (int index = 0; index < chosen.size(); index++) {
            BigDecimal kwh = kilowattHours(ask.demand(), index, facts.region().effectiveness());
            energy = energy.add(kwh);
            grams = Bands.plus(grams, Bands.times(facts.carbon().values().get(chosen.get(index)), kwh));
            inCurrency =
                    Bands.plus(inCurrency, Bands.times(facts.price().values().get(chosen.get(index)), kwh));
        }
        Quantiles transferKg =
                Bands.times(mean(facts, chosen), transferKwh(facts).multiply(KILOGRAMS_PER_GRAM));
        Quantiles kilograms = Bands.plus(Bands.times(grams, KILOGRAMS_PER_GRAM), transferKg);
        return whole(facts, chosen, room, energy, kilograms, transferKg, Bands.times(inCurrency, facts.rate()));
    }

    private Terms whole(
            Facts facts,
            List<Integer> chosen,
            Terms.Room room,
            BigDecimal energy,
            Quantiles kilograms,
            Quantiles transferKg,
            Quantiles cost) {
        Exchange exchange = ask.exchange();
        BigDecimal latency = facts.latency()
                .map(each -> each.milliseconds().multiply(exchange.perMillisecond()))
                .orElse(BigDecimal.ZERO);
        BigDecimal transfer =
                facts.home() ? BigDecimal.ZERO : ask.transferGigabytes().multiply(exchange.perGigabyte());
        Quantiles carbon = Bands.times(kilograms, exchange.perKilogram());
        var worth = new Terms.Worth(money(cost), money(carbon), money(latency), money(transfer));
        Quantiles total = Bands.plus(Bands.plus(cost, carbon), Quantiles.certain(latency.add(transfer)));
        return new Terms(
                Pieces.of(grid, chosen),
                energy.setScale(KWH_SCALE, RoundingMode.HALF_EVEN),
                mean(facts, chosen),
                Bands.rounded(kilograms, KILOGRAM_SCALE),
                Bands.rounded(transferKg, KILOGRAM_SCALE),
                money(cost),
                facts.price().vintage().zone().currency(),
                facts.rate(),
                facts.latency(),
                worth,
                money(total),
                room,
                List.of(facts.carbon().vintage(), facts.price().vintage()));
    }

    private static Quantiles mean(Facts facts, List<Integer> chosen) {
        return Bands.mean(chosen.stream().map(facts.carbon().values()::get).toList(), Signal.CARBON_INTENSITY.scale());
    }

    private BigDecimal transferKwh(Facts facts) {
        return facts.home()
                ? BigDecimal.ZERO
                : ask.transferGigabytes().multiply(ask.exchange().kilowattHoursPerGigabyte());
    }

    /** At full power; what is left for the last half-hour runs at less. */
    static BigDecimal kilowattHours(Demand demand, int index, BigDecimal effectiveness) {
        long full = Math.multiplyExact(demand.itPower().watts(), HalfHours.STEP.toSeconds());
        long joules = Math.min(full, demand.work().joules() - Math.multiplyExact(full, (long) index));
        return BigDecimal.valueOf(new Energy(joules).times(effectiveness).joules())
                .divide(JOULES_PER_KWH, MathContext.DECIMAL64);
    }

    private static Quantiles money(Quantiles value) {
        return Bands.rounded(value, Money.SCALE);
    }

    private static BigDecimal money(BigDecimal value) {
        return value.setScale(Money.SCALE, RoundingMode.HALF_EVEN);
    }
}
