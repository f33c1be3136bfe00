package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.negotiation.LetsWaitAwhile.Slack;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Let's Wait Awhile without a limit on concurrent jobs; the whole table is printed by {@link LetsWaitAwhile}. */
class LetsWaitAwhileTest {

    private static final int UNLIMITED = 3_387;

    @ParameterizedTest
    @CsvSource({"gb, NEXT_WORKDAY, 6.66", "ger, NEXT_WORKDAY, 5.92", "fr, SEMI_WEEKLY, 11.25"})
    void blocks_save_what_was_published_to_a_tenth_of_a_point(String region, Slack slack, double percent) {
        check(LetsWaitAwhile.problem(region, slack, Shape.contiguous(), UNLIMITED), percent);
    }

    @ParameterizedTest
    @CsvSource({"gb, NEXT_WORKDAY, 9.23", "ger, NEXT_WORKDAY, 8.04", "fr, SEMI_WEEKLY, 13.95"})
    void pieces_save_what_was_published_to_a_tenth_of_a_point(String region, Slack slack, double percent) {
        check(LetsWaitAwhile.problem(region, slack, Shape.preemptible(), UNLIMITED), percent);
    }

    private static void check(Problem problem, double percent) {
        Agreement agreement = Negotiation.agree(problem, NegotiationLimits.STANDARD.withMaxMoves(0));
        assertEquals(percent, LetsWaitAwhile.savingPercent(agreement), 0.1);
        assertEquals(List.of(), agreement.deferrals());
        assertEquals(List.of(), FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals()));
    }
}
