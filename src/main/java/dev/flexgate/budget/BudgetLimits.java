package dev.flexgate.budget;

import java.time.Duration;
import java.util.List;

/**
 * How budgets are paced and bounded.
 *
 * @param thresholds percent of a budget at which is warned, rising
 * @param budgetsMax most budgets in force
 * @param plansPerRound most plans that are followed at one time
 * @param paceDays how many whole days before now make the recent pace
 * @param keep how long loads are kept
 * @param forgetMax most loads forgotten at one time
 * @param tick how often to look for what the news missed
 * @param lease how long a gateway that fell silent still holds the round
 */
public record BudgetLimits(
        List<Integer> thresholds,
        int budgetsMax,
        int plansPerRound,
        int paceDays,
        Duration keep,
        int forgetMax,
        Duration tick,
        Duration lease) {

    public static final BudgetLimits DEFAULT = new BudgetLimits(
            List.of(80, 95, 100),
            1_000,
            50,
            7,
            Duration.ofDays(400),
            10_000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));

    public BudgetLimits {
        thresholds = List.copyOf(thresholds);
    }
}
