package dev.flexgate.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.forecast.Blend.Case;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BlendTest {

    private static final int ISSUES = 100;
    private static final int HALF_HOURS = 12;
    private static final long SIX_HOURS = 21_600;
    private static final long NOW = ISSUES * SIX_HOURS;

    /** The provider is off by {@code bias} and its noise, we by ours. */
    private static List<Case> cases(double bias, double theirNoise, double ourNoise) {
        var random = new Random(11);
        var cases = new ArrayList<Case>();
        for (int issue = 0; issue < ISSUES; issue++) {
            for (int lead = 0; lead < HALF_HOURS; lead++) {
                long issuedAt = issue * SIX_HOURS;
                double actual = 200 + 50 * random.nextDouble();
                cases.add(new Case(
                        issuedAt,
                        issuedAt + (lead + 1) * 1_800L,
                        actual - bias + theirNoise * random.nextGaussian(),
                        actual + ourNoise * random.nextGaussian(),
                        actual));
            }
        }
        return cases;
    }

    private static Blend learn(List<Case> cases) {
        return Blend.learn(cases, 28 * HALF_HOURS, NOW).orElseThrow();
    }

    @Test
    void a_provider_that_is_better_is_used_as_it_is() {
        Blend blend = learn(cases(0, 5, 30));
        assertEquals(10, blend.tenths());
        assertEquals(0, blend.bias());
        assertEquals("provider-forecast", blend.label());
        assertEquals(226, blend.of(226, 100));
    }

    @Test
    void a_bias_that_lasts_is_taken_out_and_the_band_lies_around_what_is_left() {
        Blend blend = learn(cases(20, 5, 60));
        assertEquals(20, blend.bias(), 1);
        assertEquals(10, blend.tenths());
        assertEquals("provider-forecast-corrected", blend.label());
        assertTrue(blend.p10() > -10 && blend.p90() < 10, blend.toString());
        assertEquals(246, blend.of(226, 100), 1);
    }

    @Test
    void two_that_miss_alike_are_mixed_halfway_towards_the_provider() {
        Blend blend = learn(cases(0, 20, 20));
        assertTrue(blend.tenths() >= 6 && blend.tenths() <= 8, blend.toString());
        assertEquals("provider-forecast*0." + blend.tenths() + "+flexgate*0." + (10 - blend.tenths()), blend.label());
        assertEquals(226, blend.of(226, Double.NaN));
    }

    @Test
    void too_few_cases_teach_nothing() {
        assertTrue(Blend.learn(cases(20, 5, 5).subList(0, 27 * HALF_HOURS), 28 * HALF_HOURS, NOW)
                .isEmpty());
    }

    @Test
    void what_came_after_an_issue_does_not_correct_it() {
        List<Case> cases = cases(0, 1, 60);
        // The last day alone is off: nothing that had come before could say so.
        List<Case> late = cases.stream()
                .map(each -> each.issuedAt() < NOW - 4 * SIX_HOURS
                        ? each
                        : new Case(each.issuedAt(), each.end(), each.provider() - 500, each.own(), each.actual()))
                .toList();
        assertEquals(10, learn(late).tenths());
        assertEquals(0, learn(late).bias());
    }
}
