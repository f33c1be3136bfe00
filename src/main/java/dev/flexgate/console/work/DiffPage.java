package dev.flexgate.console.work;

import dev.flexgate.console.Mark;
import dev.flexgate.planning.Plan;
import java.util.Optional;

/**
 * What a plan does differently from another.
 *
 * @param against the other one's version; 0 for none
 * @param mark of the plan's figures
 * @param view side by side; empty for the very first plan
 */
public record DiffPage(Plan plan, long against, Mark mark, Optional<DiffView> view) {}
