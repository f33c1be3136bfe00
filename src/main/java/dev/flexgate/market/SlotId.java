package dev.flexgate.market;

import dev.flexgate.quantity.Interval;
import dev.flexgate.workload.SiteId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;

/**
 * Identity of a slot: its site and window, so that the same window keeps its name from plan to plan.
 *
 * @param value such as {@code slot-cambridge-east-20261122T0200Z-PT2H}
 */
public record SlotId(String value) implements Comparable<SlotId> {

    private static final Pattern LEGAL = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9-]{0,99}");
    private static final DateTimeFormatter START =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);

    public SlotId {
        if (!LEGAL.matcher(value).matches()) {
            throw new IllegalArgumentException("not a slot id: 1 to 100 letters, digits and hyphens");
        }
    }

    static SlotId of(SiteId site, Interval window) {
        return new SlotId("slot-" + site.value() + "-" + START.format(window.start()) + "-" + window.length());
    }

    @Override
    public int compareTo(SlotId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
