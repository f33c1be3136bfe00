package dev.flexgate.forecast;

import java.time.Duration;

/** Ranges of lead over which forecasts are judged: the hours of the first day, and each day ahead. They overlap. */
public enum SkillLead {
    HOURS_0_6("0-6 h", 0, 6),
    HOURS_6_12("6-12 h", 6, 12),
    HOURS_12_24("12-24 h", 12, 24),
    DAY_1("day 1", 0, 24),
    DAY_2("day 2", 24, 48),
    DAY_3("day 3", 48, 72),
    DAY_4("day 4", 72, 96);

    private final String label;
    private final int fromHours;
    private final int toHours;

    SkillLead(String label, int fromHours, int toHours) {
        this.label = label;
        this.fromHours = fromHours;
        this.toHours = toHours;
    }

    /** For people and metrics. */
    public String label() {
        return label;
    }

    boolean holds(Duration lead) {
        long seconds = lead.toSeconds();
        return seconds >= fromHours * 3_600L && seconds < toHours * 3_600L;
    }
}
