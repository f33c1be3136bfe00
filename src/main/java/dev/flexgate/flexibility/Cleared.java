package dev.flexgate.flexibility;

import dev.flexgate.quantity.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;

/**
 * What was accepted. Both prices come from the same accepted parts.
 *
 * @param accepted in order of merit
 * @param unserved what nobody offered, in MW
 * @param isProvenCheapest whether no other choice serves as much for less
 */
public record Cleared(List<Part> accepted, BigDecimal unserved, boolean isProvenCheapest) {

    private static final BigDecimal SECONDS_PER_HOUR = BigDecimal.valueOf(3_600);
    private static final int SCALE = 4;

    public Cleared {
        accepted = List.copyOf(accepted);
    }

    /** So much of one bid. */
    public record Part(Bid bid, BigDecimal megawatts) {}

    public BigDecimal served() {
        return accepted.stream().map(Part::megawatts).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** What one hour costs when each part gets its own price. */
    public BigDecimal costPerHour() {
        return accepted.stream()
                .map(part -> part.megawatts().multiply(part.bid().pricePerMwh()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Price of the dearest accepted part, the last of a merit order; none when nothing was accepted. */
    public Optional<BigDecimal> marginalPrice() {
        return accepted.stream().map(part -> part.bid().pricePerMwh()).max(BigDecimal::compareTo);
    }

    /** Each part its own price, rounded once, half-even, to four decimals. */
    public BigDecimal payAsBid(Interval window) {
        return over(window, costPerHour());
    }

    /** Every part the marginal price; none when nothing was accepted. */
    public Optional<BigDecimal> uniform(Interval window) {
        return marginalPrice().map(price -> over(window, price.multiply(served())));
    }

    private static BigDecimal over(Interval window, BigDecimal perHour) {
        return perHour.multiply(BigDecimal.valueOf(window.seconds()))
                .divide(SECONDS_PER_HOUR, SCALE, RoundingMode.HALF_EVEN);
    }
}
