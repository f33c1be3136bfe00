package dev.flexgate.flexibility;

import dev.flexgate.quantity.Direction;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.settlement.rule.BaselineMethod;
import dev.flexgate.settlement.rule.Formula;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A grid operator's request: load of an area is to move from its plan for a while. All power is facility power, as a
 * meter at the grid connection sees it.
 *
 * @param requester who asks, by the name its network knows it by
 * @param requestId the requester's own name for this request: a repeat is answered as the first was
 * @param area where
 * @param window when, whole half-hours
 * @param power how much, in every half-hour of the window
 * @param direction less load or more
 * @param cap the most it pays per kWh of facility energy; none for no limit
 * @param penalty what it deducts per kWh that is not delivered; none for no penalty
 * @param baseline against what the delivery is measured
 * @param pricing what an accepted offer is paid
 * @param formula how delivered volume becomes money
 */
public record NeedRequest(
        String requester,
        String requestId,
        Area area,
        Interval window,
        Power power,
        Direction direction,
        Optional<EnergyPrice> cap,
        Optional<EnergyPrice> penalty,
        BaselineMethod baseline,
        Pricing pricing,
        Formula formula) {

    private static final Pattern NAME = Pattern.compile("[\\x21-\\x7e]{1,255}");

    public NeedRequest {
        if (!NAME.matcher(requester).matches() || !NAME.matcher(requestId).matches()) {
            throw new IllegalArgumentException("requester and request id are 1 to 255 visible ASCII characters");
        }
        if (pricing == Pricing.POSTED && cap.isEmpty()) {
            throw new IllegalArgumentException("who posts a price names it: give the most that is paid per kWh");
        }
        if (formula instanceof Formula.PerMeterClamp && baseline instanceof BaselineMethod.CounterfactualSchedule) {
            throw new IllegalArgumentException("a planned load of all meters together cannot be clamped per meter: "
                    + "use BL01 or a form such as 5of10");
        }
    }

    /** A request that is settled pay-as-bid. */
    public NeedRequest(
            String requester,
            String requestId,
            Area area,
            Interval window,
            Power power,
            Direction direction,
            Optional<EnergyPrice> cap,
            Optional<EnergyPrice> penalty,
            BaselineMethod baseline,
            Pricing pricing) {
        this(
                requester,
                requestId,
                area,
                window,
                power,
                direction,
                cap,
                penalty,
                baseline,
                pricing,
                new Formula.PayAsBid());
    }

    HalfHours halfHours() {
        return HalfHours.of(window);
    }
}
