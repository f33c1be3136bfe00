package dev.flexgate.feed;

import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Another series that forecasts of a zone may look at.
 *
 * @param published when its values for a whole day are out before that day; without it each is known once it is over
 */
public record Beside(Topic topic, Optional<Published> published) {

    /**
     * Once a day the values of the next day are out, as those of an auction are.
     *
     * @param at this time of day there
     * @param where the place whose days are meant
     */
    public record Published(LocalTime at, ZoneId where) {}
}
