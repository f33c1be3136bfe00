package dev.flexgate.execution.simulated;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import io.cloudevents.CloudEvent;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One message that a simulated site has received.
 *
 * @param eventId of the CloudEvent
 * @param type of the CloudEvent
 * @param data what it said
 */
public record Heard(String eventId, String type, String dispatchId, int revision, JsonNode data) {

    static Heard of(CloudEvent event, JsonNode data) {
        return new Heard(
                event.getId(),
                event.getType(),
                data.path("dispatchId").asText(),
                data.path("revision").asInt(),
                data);
    }

    boolean isRelease() {
        return type.contains(".release.") || type.contains(".withdrawn.");
    }

    /** Whether it is about a job that moves: that changes nothing about what the site was told to draw. */
    boolean isMigration() {
        return type.startsWith("flex.job.");
    }

    /** Facility power by start of the half-hour. */
    SortedMap<Instant, Power> targets() {
        var targets = new TreeMap<Instant, Power>();
        data.path("targets").forEach(target -> {
            Interval period = Interval.of(
                    target.path("start").asText(), target.path("end").asText());
            targets.put(period.start(), new Power(target.path("facilityPowerW").asLong()));
        });
        return targets;
    }
}
