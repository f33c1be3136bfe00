package dev.flexgate.beckn.message;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of an activation, as its provider writes it.
 *
 * @param id which the provider assigned
 * @param seller the provider as the operator named it
 * @param buyer the operator as it named itself
 * @param stage how far it has come
 * @param lines one for each of the activation's, in its order
 * @param event what the operator told of the grid
 * @param fulfilmentId the operator's name for the delivery, or ours
 * @param orderType the operator's word
 * @param priority the operator's word; empty when unsaid
 * @param incentive what is to be paid over all lines
 * @param at as of when
 */
public record FlexContract(
        String id,
        String seller,
        String buyer,
        Stage stage,
        List<Line> lines,
        GridEvent event,
        String fulfilmentId,
        String orderType,
        String priority,
        Optional<Incentive> incentive,
        Instant at) {

    public FlexContract {
        lines = List.copyOf(lines);
    }

    /** How far it has come. */
    public enum Stage {
        /** Nothing that was asked can be given. */
        REJECTED,
        /** Promised; the window has not begun. */
        CONFIRMED,
        /** The window has begun. */
        IN_PROGRESS,
        /** The window is over and measured; what is owed follows. */
        DELIVERED,
        /** Measured and settled. */
        COMPLETED,
        /** It was called off. */
        CANCELLED
    }

    /**
     * One resource.
     *
     * @param id the operator's name for the line
     * @param resourceId the resource
     * @param consumerId who stands behind it
     * @param consumerName for people
     * @param report how it stands
     */
    public record Line(String id, String resourceId, String consumerId, String consumerName, Report report) {}

    /** How one resource stands. */
    public sealed interface Report {

        /** What was promised of it. */
        Power committed();
    }

    /**
     * What was promised, before the window begins.
     *
     * @param confidence how sure, from 0 to 1
     * @param baseline mean load that was planned without the activation; empty when nothing is promised
     * @param target mean load that is planned with it; empty when nothing is promised
     * @param baselineMethod how it will be judged
     * @param status whether all, some or nothing of what was asked is promised
     * @param reason why not all; empty when all
     * @param devices what will be turned down
     * @param controlMode how: {@code automated}
     * @param estimatedIncentive what is owed if exactly the promise is kept
     */
    public record Participation(
            Power committed,
            BigDecimal confidence,
            Optional<Power> baseline,
            Optional<Power> target,
            String baselineMethod,
            Participating status,
            String reason,
            List<String> devices,
            String controlMode,
            Optional<Money> estimatedIncentive)
            implements Report {

        public Participation {
            devices = List.copyOf(devices);
        }
    }

    /** How much of what was asked is promised. */
    public enum Participating {
        CONFIRMED,
        PARTIALLY_CONFIRMED,
        DECLINED,
        /** It was promised and will not come; ours, no recorded message has a word for it. */
        FAILED
    }

    /**
     * How the delivery goes, inside the window.
     *
     * @param current load at the last reading
     * @param baseline what would have been drawn then
     * @param metering the readings so far
     * @param accumulated energy saved so far; negative when more was drawn than the baseline
     */
    public record Performance(Power committed, Power current, Power baseline, Metering metering, Energy accumulated)
            implements Report {

        /** Baseline less load; negative when more is drawn. */
        public Power actual() {
            return baseline.minus(current);
        }
    }

    /**
     * How it ended.
     *
     * @param window over which it was to deliver
     * @param baseline mean load without the activation, as it is judged by
     * @param target mean load that was promised
     * @param baselineMethod how the baseline was made
     * @param averageLoad mean metered load
     * @param reduced energy saved; negative when more was drawn than the baseline
     * @param metering the readings behind it
     * @param settlement what is owed; empty while it is not settled
     */
    public record Outcome(
            Power committed,
            Interval window,
            Power baseline,
            Power target,
            String baselineMethod,
            Power averageLoad,
            Energy reduced,
            Metering metering,
            Optional<Settled> settlement)
            implements Report {}

    /**
     * Readings of a resource.
     *
     * @param meterId the meter, or several joined by commas; empty when unsaid
     * @param readAt the last reading; empty when there is none yet
     * @param samples mean load of the interval that begins at each moment
     */
    public record Metering(String meterId, Optional<Instant> readAt, List<Sample> samples) {

        public Metering {
            samples = List.copyOf(samples);
        }

        /** Load from {@code at} on. */
        public record Sample(Instant at, Power load) {}
    }

    /**
     * What is owed for one resource.
     *
     * @param rate per kWh that was reduced, ten decimals at most
     * @param total rate times energy
     * @param bonus on top, for more than was promised
     * @param bonusReason why; empty without a bonus
     */
    public record Settled(BigDecimal rate, Money total, Money bonus, String bonusReason, String status) {

        /** What is paid. */
        public Money payable() {
            return total.plus(bonus);
        }
    }

    /**
     * What is to be paid over all lines.
     *
     * @param id the payment's
     * @param status {@code PENDING} until it is settled
     * @param total estimated until it is settled
     * @param bonus zero until it is settled
     * @param terms when and how
     */
    public record Incentive(String id, String status, Money total, Money bonus, Terms terms) {

        /** What is paid. */
        public Money payable() {
            return total.plus(bonus);
        }
    }

    /**
     * When and how an incentive is paid.
     *
     * @param method such as {@code bank_transfer}
     * @param frequency such as {@code monthly}
     * @param expectedOn day, ISO 8601
     */
    public record Terms(String method, String frequency, String expectedOn) {}
}
