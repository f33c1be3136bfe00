package dev.flexgate.beckn.message;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;

/**
 * What happens on the grid, as its operator tells it.
 *
 * @param id the operator's name for it
 * @param type such as {@code peak_demand_surge}; empty when unsaid
 * @param severity such as {@code high}; empty when unsaid
 * @param window when it happens
 * @param totalRequested the reduction asked of all resources together
 * @param conditions the state of the grid
 * @param notifiedAt when the operator says that it told us
 * @param responseDeadline last moment at which an answer is of use
 */
public record GridEvent(
        String id,
        String type,
        String severity,
        Optional<Interval> window,
        Optional<Power> totalRequested,
        Conditions conditions,
        Optional<Instant> notifiedAt,
        Optional<Instant> responseDeadline) {

    /**
     * The state of the grid; nothing is known of what is empty.
     *
     * @param frequency in Hz
     * @param deficit load that no generation covers
     */
    public record Conditions(
            Optional<BigDecimal> frequency,
            Optional<Power> loadForecast,
            Optional<Power> availableGeneration,
            Optional<Power> deficit) {

        public static final Conditions UNSAID =
                new Conditions(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
