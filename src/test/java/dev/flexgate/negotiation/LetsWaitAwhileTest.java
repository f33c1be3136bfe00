package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.negotiation.LetsWaitAwhile.Slack;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Let's Wait Awhile without a limit on concurrent jobs; the whole table is printed by {@link LetsWaitAwhile}. */
class LetsWaitAwhileTest {

    private static final int UNLIMITED = 3_387;
    private static final double MICRO = 1e-6;

    @ParameterizedTest
    @CsvSource({"gb, NEXT_WORKDAY, 6.66", "ger, NEXT_WORKDAY, 5.92", "fr, SEMI_WEEKLY, 11.25"})
    void blocks_save_what_was_published_to_a_tenth_of_a_point(String region, Slack slack, double percent) {
        assertEquals(percent, saving(LetsWaitAwhile.problem(region, slack, Shape.contiguous(), UNLIMITED)), 0.1);
    }

    @ParameterizedTest
    @CsvSource({"gb, NEXT_WORKDAY, 9.23", "ger, NEXT_WORKDAY, 8.04", "fr, SEMI_WEEKLY, 13.95"})
    void pieces_save_what_was_published_to_a_tenth_of_a_point(String region, Slack slack, double percent) {
        assertEquals(percent, saving(LetsWaitAwhile.problem(region, slack, Shape.preemptible(), UNLIMITED)), 0.1);
    }

    /** Where room is never short, each job's own best response is the plan. */
    private static double saving(Problem problem) {
        List<SiteOffer> offers = List.of(EnergyRules.offer(0, problem.sites().getFirst()));
        var jobs = new JobRules(0, problem.jobs(), offers, problem.periodHours(), problem.policy());
        double after = MICRO
                * jobs.respond(new Announcement(1, 0, WholeSeries.zeros(problem.periods())))
                        .dualMicro();
        var runNow = new RunNow(
                new Offers(offers, problem.periods(), problem.periodHours(), problem.policy()),
                new Needs(problem.jobs(), problem.periods(), problem.periodHours()));
        double before = IntStream.range(0, problem.jobs().size())
                .mapToDouble(job -> runNow.bill(job).carbonKg())
                .sum();
        return 100 * (1 - after / before);
    }
}
