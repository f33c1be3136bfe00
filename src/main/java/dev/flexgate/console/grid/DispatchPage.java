package dev.flexgate.console.grid;

import dev.flexgate.console.Amount;
import dev.flexgate.console.Chart;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.Passage;
import java.util.List;
import java.util.Optional;

/**
 * One instruction to a site.
 *
 * @param instruction as it stands
 * @param site name of the place
 * @param chart planned, target and what the site says it draws
 * @param delivered by the site's newest report, against what was instructed; empty before the first
 * @param instructed reduction in the current half-hour, or the first one
 * @param history the states it has been in
 * @param mayStop whether the visitor may abort it
 * @param refusal why the last step failed; empty when none did
 */
public record DispatchPage(
        DispatchInstruction instruction,
        String site,
        Chart chart,
        Optional<Amount> delivered,
        Amount instructed,
        List<Passage> history,
        boolean mayStop,
        String refusal) {}
