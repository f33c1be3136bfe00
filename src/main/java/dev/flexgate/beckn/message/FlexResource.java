package dev.flexgate.beckn.message;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Something that can draw less when asked: a site of computing.
 *
 * @param id by which it is activated
 * @param provider who offers it, for people
 * @param name for people
 * @param description for people, one line
 * @param category what kind of consumer stands behind it
 * @param place where
 * @param consumerId who stands behind it
 * @param programme under which terms it takes part
 * @param capability what it can do
 * @param availability when it can do it
 * @param baseline what its reduction is judged by
 * @param incentive by what it is paid where an activation says nothing; empty when unsaid
 */
public record FlexResource(
        String id,
        String provider,
        String name,
        String description,
        Category category,
        Place place,
        String consumerId,
        Programme programme,
        Capability capability,
        Availability availability,
        Baseline baseline,
        Optional<IncentiveTerms> incentive) {

    /** Such as {@code industrial}, {@code Data centre}. */
    public record Category(String code, String name) {}

    /**
     * Where.
     *
     * @param latitude degrees north, WGS 84
     * @param longitude degrees east, WGS 84
     * @param locality for people
     */
    public record Place(BigDecimal latitude, BigDecimal longitude, String locality) {}

    /** Under which terms it takes part. */
    public record Programme(String id, String name) {}

    /**
     * What it can do.
     *
     * @param participantTypes the words of the domain, such as {@code industrial}
     * @param devices what is turned down
     * @param least reduction that can be had in every half-hour of the availability
     * @param most reduction that can be had in the best half-hour of it
     * @param now reduction that can be had in its first half-hour
     * @param controlType {@code automated}: no person is needed
     * @param responseTime from the call to the reduced load
     */
    public record Capability(
            List<String> participantTypes,
            List<String> devices,
            Power least,
            Power most,
            Power now,
            String controlType,
            Duration responseTime) {

        public Capability {
            participantTypes = List.copyOf(participantTypes);
            devices = List.copyOf(devices);
        }
    }

    /**
     * When.
     *
     * @param window in which something can be reduced; empty when there is nothing to reduce
     * @param longest longest single activation
     * @param leastNotice from the call to the begin of the window
     */
    public record Availability(Optional<Interval> window, Duration longest, Duration leastNotice) {}

    /**
     * What its reduction is judged by.
     *
     * @param method name of the method
     * @param typicalLoad mean planned load over the availability
     */
    public record Baseline(String method, Power typicalLoad) {}
}
