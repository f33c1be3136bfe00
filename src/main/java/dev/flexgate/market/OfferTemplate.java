package dev.flexgate.market;

import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import java.time.Duration;
import java.util.List;

/**
 * The operator's commercial terms, from {@code catalog/offers}: how free capacity is cut into slots and priced.
 *
 * @param id name of the offer
 * @param name for people
 * @param shortDescription for people
 * @param windowHalfHours length of a slot in half-hours
 * @param leastPower least power that is offered or sold
 * @param powerStep power is offered in whole multiples of this
 * @param leastNotice how long before its start a slot is last sold
 * @param quoteValidity how long a quote and its reservation hold
 * @param fee the provider's fee per kWh of IT energy
 * @param cancellation on which terms what was bought can be given up
 * @param availableTo who may see and take it; empty for everybody
 */
public record OfferTemplate(
        String id,
        String name,
        String shortDescription,
        int windowHalfHours,
        Power leastPower,
        Power powerStep,
        Duration leastNotice,
        Duration quoteValidity,
        EnergyPrice fee,
        CancellationPolicy cancellation,
        List<Audience> availableTo) {

    /** A kind of who may see an offer. */
    public enum Scope {
        NETWORK,
        PARTICIPANT,
        ROLE
    }

    /**
     * Who may see an offer.
     *
     * @param id of the network or participant, or the name of the role
     */
    public record Audience(Scope scope, String id) {}

    public OfferTemplate {
        availableTo = List.copyOf(availableTo);
        if (windowHalfHours < 1 || windowHalfHours > 48) {
            throw new IllegalArgumentException("a slot is 1 to 48 half-hours long, not " + windowHalfHours);
        }
        if (!leastPower.isPositive() || !powerStep.isPositive()) {
            throw new IllegalArgumentException("least power and power step are positive");
        }
    }

    Duration windowLength() {
        return HalfHours.STEP.multipliedBy(windowHalfHours);
    }

    /** The largest offerable power not above {@code free}: a multiple of the step, or zero below the least. */
    Power offerable(Power free) {
        long steps = Math.floorDiv(free.watts(), powerStep.watts());
        var rounded = new Power(steps * powerStep.watts());
        return rounded.compareTo(leastPower) < 0 ? Power.ZERO : rounded;
    }
}
