package dev.flexgate.console.grid;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Chart;
import dev.flexgate.console.Mark;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.Passage;
import dev.flexgate.flexibility.dispatch.Target;
import dev.flexgate.quantity.Power;
import java.util.List;
import java.util.Optional;

/**
 * One instruction to a site.
 *
 * @param instruction as it stands
 * @param site name of the place
 * @param chart planned, target and what the site says it draws
 * @param delivered by the site's newest report, against what was instructed; empty before the first
 * @param metered by the newest half-hour that has readings; empty before the first
 * @param kept delivered over instructed in the metered half-hours, in per cent
 * @param lines told and metered, half-hour by half-hour
 * @param every how often the page is to be read again while the site may report, in seconds; empty when it will not
 * @param instructed how much less, or more in a turn-up, in the current half-hour, or the first one
 * @param history the states it has been in
 * @param mayStop whether the visitor may abort it
 * @param refusal why the last step failed; empty when none did
 */
public record DispatchPage(
        DispatchInstruction instruction,
        String site,
        Chart chart,
        Optional<Amount> delivered,
        Optional<Amount> metered,
        Optional<String> kept,
        List<Line> lines,
        Optional<Integer> every,
        Amount instructed,
        List<Passage> history,
        boolean mayStop,
        String refusal) {

    /** What stands where no reading has come. */
    public static final Mark NOT_READ =
            new Mark(Mark.Kind.MISSING, "meters of the site", "no reading of all meters yet", Optional.empty());

    /**
     * One half-hour: average power at the meter.
     *
     * @param turned how much less was instructed, or how much more in a turn-up
     * @param delivered the same as metered; empty without a reading
     * @param mark of what is metered; empty without a reading
     */
    public record Line(
            Target target, Power turned, Optional<Power> metered, Optional<Power> delivered, Optional<Mark> mark) {}
}
