package dev.flexgate.planning;

import java.util.UUID;

/**
 * Names a plan; a later plan has a greater id.
 *
 * @param value a UUID of version 7
 */
public record PlanId(UUID value) {

    @Override
    public String toString() {
        return value.toString();
    }
}
