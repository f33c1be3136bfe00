package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is nonsense is refused at the door, by name. */
class ProblemTest {

    private static final Series ONE = Series.constant(1, 2);
    private static final SiteTerms SITE = new SiteTerms("a", 1, ONE, ONE, ONE);

    private static void refused(Runnable nonsense) {
        assertThrows(IllegalArgumentException.class, nonsense::run);
    }

    private static JobNeed job(double powerMw, double energyMwh, List<Integer> sites) {
        return new JobNeed("j", Shape.contiguous(), powerMw, energyMwh, 0, 2, sites);
    }

    private static Problem problem(JobNeed... jobs) {
        return new Problem(2, 0.5, List.of(SITE), List.of(jobs), PolicyTerms.NONE);
    }

    @Test
    void numbers_that_are_none_or_below_zero_are_refused() {
        refused(() -> Series.of(1, Double.NaN));
        refused(() -> job(0, 1, List.of(0)));
        refused(() -> job(1, -1, List.of(0)));
        refused(() -> job(1, Double.NaN, List.of(0)));
        refused(() -> new SiteTerms("a", 0.9, ONE, ONE, ONE));
        refused(() -> new SiteTerms("a", 1, ONE, ONE, Series.of(1, -1)));
        refused(() -> new SiteTerms("a", 1, ONE, Series.of(1), ONE));
        refused(() -> PolicyTerms.carbonCap(Double.NaN));
        refused(() -> PolicyTerms.carbonCap(-1));
        refused(() -> Weights.MONEY.withLostWorkPerMwh(Double.POSITIVE_INFINITY));
        refused(() -> Weights.MONEY.withPerMwhAtSite(Map.of(0, -1.0)));
        refused(() -> new Run(0, 2, 2, 1));
        refused(() -> Shape.preemptible(-1));
    }

    @Test
    void names_that_mean_nothing_or_two_things_are_refused() {
        refused(() -> problem(job(1, 1, List.of(1))));
        refused(() -> problem(job(1, 1, List.of(0)).withHomeSite(4)));
        refused(() -> problem(job(1, 1, List.of(0)), job(1, 1, List.of(0))));
        refused(() -> new Problem(2, 0.5, List.of(SITE, SITE), List.of(), PolicyTerms.NONE));
        refused(() -> new Problem(3, 0.5, List.of(SITE), List.of(), PolicyTerms.NONE));
    }

    @Test
    void constant_power_is_what_makes_the_work_exact_in_whole_periods() {
        var needs = new Needs(List.of(job(1, 0.75, List.of(0))), 2, 0.5);
        assertEquals(2, needs.length[0]);
        assertEquals(750_000, needs.watts[0]);
        assertEquals(1_500_000, needs.workWattPeriods[0]);
    }
}
