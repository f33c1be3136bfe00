package dev.flexgate.beckn.message;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.util.List;
import java.util.Optional;

/**
 * A grid operator's call for less load: what each resource is to give up, when, and why.
 *
 * @param seller the provider as the operator names it; repeated in every answer
 * @param buyer the operator as it names itself; repeated in every answer
 * @param lines what is asked of each resource, at least one
 * @param event what happens on the grid
 * @param fulfilmentId the operator's name for the delivery; empty when unsaid
 * @param orderType the operator's word for the kind of order; empty when unsaid
 * @param priority the operator's word for its urgency; empty when unsaid
 */
public record Activation(
        String seller,
        String buyer,
        List<Line> lines,
        GridEvent event,
        String fulfilmentId,
        String orderType,
        String priority) {

    /**
     * What is asked of one resource.
     *
     * @param id the operator's name for the line, repeated in every answer
     * @param resourceId the resource
     * @param consumerId whom the operator takes to stand behind the resource; empty when unsaid
     * @param requested how much less than it would draw; positive is a reduction
     * @param window when
     * @param incentive by what it is to be paid; empty: by the terms of the resource
     */
    public record Line(
            String id,
            String resourceId,
            String consumerId,
            Power requested,
            Interval window,
            Optional<IncentiveTerms> incentive) {

        /** One that is paid by the terms of the resource. */
        public Line(String id, String resourceId, String consumerId, Power requested, Interval window) {
            this(id, resourceId, consumerId, requested, window, Optional.empty());
        }
    }

    public Activation {
        lines = List.copyOf(lines);
    }

    /** All that is asked, as if all lines were asked at once. */
    public Power totalRequested() {
        return lines.stream().map(Line::requested).reduce(Power.ZERO, Power::plus);
    }
}
