package dev.flexgate.forecast;

import dev.flexgate.quantity.HalfHours;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Ranges of lead, from knowing to the start of the half-hour, over which errors are taken together. */
enum LeadBlock {
    TO_6_HOURS(6, 12),
    TO_12_HOURS(12, 12),
    TO_24_HOURS(24, 24),
    TO_48_HOURS(48, 48),
    BEYOND(Integer.MAX_VALUE, 48);

    /** Issues whose errors a band needs: a week of origins six hours apart. */
    private static final int ISSUES_MIN = 28;

    private final int endHours;
    private final int halfHours;

    LeadBlock(int endHours, int halfHours) {
        this.endHours = endHours;
        this.halfHours = halfHours;
    }

    /** From the soonest to the farthest. */
    static List<LeadBlock> inOrder() {
        return List.of(values());
    }

    static LeadBlock of(Duration lead) {
        return Arrays.stream(values())
                .filter(block -> lead.toSeconds() < block.endHours * 3_600L)
                .findFirst()
                .orElseThrow();
    }

    static LeadBlock ofHalfHours(int lead) {
        return of(HalfHours.STEP.multipliedBy(lead));
    }

    /** Where each block but the last ends. */
    static List<Duration> ends() {
        return Arrays.stream(values())
                .filter(block -> block != BEYOND)
                .map(block -> Duration.ofHours(block.endHours))
                .toList();
    }

    /** Errors of one issue are alike, so their number alone would flatter: as many as whole issues give. */
    int missesMin() {
        return ISSUES_MIN * halfHours;
    }
}
