package dev.flexgate.news;

import java.util.List;

/**
 * The events of a stretch of the log.
 *
 * @param events in their order; records that are not told are left out
 * @param next index of the first record behind it: where to read on
 */
public record Stretch(List<Event> events, long next) {

    public Stretch {
        events = List.copyOf(events);
    }
}
