package dev.flexgate.placement;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What is forecast for a place, window by window.
 *
 * @param generatedAt when the forecast was issued
 * @param from nothing before it counts
 * @param until nothing behind it counts
 * @param window how long what is to be run runs
 * @param windows mean of each window, one every half-hour; none when the window is longer than the time
 * @param best those of the lowest mean
 */
public record EmissionsOutlook(
        Instant generatedAt,
        Instant from,
        Instant until,
        Duration window,
        List<Emission> windows,
        List<Emission> best) {

    public EmissionsOutlook {
        windows = List.copyOf(windows);
        best = List.copyOf(best);
    }
}
