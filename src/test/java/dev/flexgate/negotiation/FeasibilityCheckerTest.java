package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.negotiation.Violation.Kind;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** One plan that holds, and for each kind of violation one slip that must be seen as just that. */
class FeasibilityCheckerTest {

    private static final Series FIVE = Series.constant(1, 5);
    private static final Bill NO_BILL = Bill.ZERO;

    /** Two sites of 1 MW over five hours; the second is closed in the fourth. */
    private static final Problem PROBLEM = new Problem(
            5,
            1,
            List.of(new SiteTerms("a", 1, FIVE, FIVE, FIVE), new SiteTerms("b", 1, FIVE, FIVE, FIVE)),
            List.of(
                    new JobNeed("whole", Shape.contiguous(), 0.5, 1, 0, 3, List.of(0)),
                    new JobNeed("pausing", Shape.preemptible(1), 0.5, 1, 0, 5, List.of(0, 1)),
                    new JobNeed("loose", Shape.malleable(), 0.5, 1, 0, 4, List.of(0, 1))),
            new PolicyTerms(3.5, List.of(new PolicyTerms.Blackout(1, 3, 4))));

    private static final List<Assignment> GOOD = List.of(
            assignment("whole", new Run(0, 0, 2, 500_000)),
            assignment("pausing", new Run(1, 0, 1, 500_000), new Run(1, 2, 3, 500_000)),
            assignment("loose", new Run(0, 2, 4, 250_000), new Run(1, 2, 3, 250_000), new Run(1, 1, 2, 250_000)));

    private static Assignment assignment(String job, Run... runs) {
        return new Assignment(job, List.of(runs), NO_BILL);
    }

    private static List<Assignment> with(Assignment changed) {
        List<Assignment> assignments = new ArrayList<>(GOOD);
        assignments.removeIf(each -> each.jobId().equals(changed.jobId()));
        assignments.add(changed);
        return assignments;
    }

    private static List<Assignment> and(Assignment more) {
        return Stream.concat(GOOD.stream(), Stream.of(more)).toList();
    }

    static Stream<Arguments> slips() {
        return Stream.of(
                Arguments.of(Kind.UNKNOWN_JOB, and(assignment("stranger", new Run(0, 3, 4, 1)))),
                Arguments.of(Kind.JOB_TWICE, and(GOOD.get(1))),
                Arguments.of(Kind.JOB_MISSING, GOOD.subList(0, 2)),
                Arguments.of(Kind.UNKNOWN_SITE, with(assignment("loose", new Run(2, 0, 2, 500_000)))),
                Arguments.of(Kind.RESIDENCY, with(assignment("whole", new Run(1, 0, 2, 500_000)))),
                Arguments.of(Kind.WINDOW, with(assignment("whole", new Run(0, 2, 4, 500_000)))),
                Arguments.of(Kind.BLACKOUT, with(assignment("loose", new Run(1, 2, 4, 500_000)))),
                Arguments.of(
                        Kind.POWER, with(assignment("loose", new Run(0, 2, 3, 400_000), new Run(1, 2, 3, 600_000)))),
                Arguments.of(
                        Kind.CONSTANT_POWER,
                        with(assignment("whole", new Run(0, 0, 1, 500_000), new Run(0, 1, 3, 250_000)))),
                Arguments.of(
                        Kind.ONE_SITE,
                        with(assignment("pausing", new Run(0, 2, 3, 500_000), new Run(1, 0, 1, 500_000)))),
                Arguments.of(
                        Kind.UNBROKEN, with(assignment("whole", new Run(0, 0, 1, 500_000), new Run(0, 2, 3, 500_000)))),
                Arguments.of(
                        Kind.INTERRUPTIONS,
                        with(assignment(
                                "pausing",
                                new Run(0, 0, 1, 333_334),
                                new Run(0, 2, 3, 333_333),
                                new Run(0, 4, 5, 333_333)))),
                Arguments.of(Kind.WORK, with(assignment("loose", new Run(0, 2, 4, 499_000)))),
                Arguments.of(
                        Kind.OVERLAP,
                        with(assignment("pausing", new Run(1, 0, 1, 500_000), new Run(1, 0, 1, 500_000)))),
                Arguments.of(
                        Kind.CAPACITY, with(assignment("loose", new Run(1, 0, 1, 500_100), new Run(1, 2, 3, 500_000)))),
                Arguments.of(Kind.IMPORT_LIMIT, GOOD),
                Arguments.of(Kind.PEAK_LIMIT, GOOD),
                Arguments.of(Kind.CLOSED, GOOD),
                Arguments.of(Kind.CARBON_CAP, GOOD),
                Arguments.of(Kind.COST_CAP, GOOD),
                Arguments.of(Kind.SHIFT_BUDGET, GOOD));
    }

    /** The same work under one rule more, which the plan breaks. */
    private static Problem stricter(Kind kind) {
        return switch (kind) {
            case CARBON_CAP -> GeneratedInstances.capped(PROBLEM, 2.9);
            case COST_CAP -> capped(Cap.Measure.MONEY, 2.9);
            case SHIFT_BUDGET -> capped(Cap.Measure.MOVED_MWH, 0.1);
            case PEAK_LIMIT -> capped(Cap.Measure.PEAK_MW, 0.9);
            case CLOSED ->
                with(PROBLEM.policy()
                        .withClosures(List.of(new Closure(Set.of("whole"), 0, 1, 2, Closure.Why.LATENCY))));
            case IMPORT_LIMIT -> imported(0.4);
            default -> PROBLEM;
        };
    }

    private static Problem capped(Cap.Measure measure, double most) {
        var cap = new Cap("limit", measure, Cap.Scope.PLAN, Set.of(), 0, 5, most);
        return with(PROBLEM.policy().withCaps(List.of(cap)));
    }

    private static Problem with(PolicyTerms policy) {
        return new Problem(PROBLEM.periods(), PROBLEM.periodHours(), PROBLEM.sites(), PROBLEM.jobs(), policy);
    }

    private static Problem imported(double mostMw) {
        var ceiling = new SiteTerms.Ceiling(SiteTerms.Ceiling.Kind.IMPORT_LIMIT, Series.constant(mostMw, 5));
        SiteTerms first = PROBLEM.sites().getFirst().under(ceiling);
        return new Problem(
                PROBLEM.periods(),
                PROBLEM.periodHours(),
                List.of(first, PROBLEM.sites().getLast()),
                PROBLEM.jobs(),
                PROBLEM.policy());
    }

    @Test
    void a_plan_that_keeps_every_rule_is_accepted() {
        assertEquals(List.of(), FeasibilityChecker.check(PROBLEM, GOOD, List.of()));
    }

    @Test
    void work_that_was_deferred_is_accounted_for() {
        var deferred = new Deferral("loose", 1, 10_000, Deferral.Reason.SITE_CAPACITY);
        assertEquals(List.of(), FeasibilityChecker.check(PROBLEM, GOOD.subList(0, 2), List.of(deferred)));
        var half = new Deferral("loose", 0.5, 5_000, Deferral.Reason.SITE_CAPACITY);
        var violations = FeasibilityChecker.check(PROBLEM, GOOD.subList(0, 2), List.of(half));
        assertTrue(violations.stream().anyMatch(violation -> violation.kind() == Kind.WORK), violations::toString);
    }

    @ParameterizedTest
    @MethodSource("slips")
    void each_kind_of_violation_is_seen(Kind kind, List<Assignment> assignments) {
        List<Violation> violations = FeasibilityChecker.check(stricter(kind), assignments, List.of());
        assertTrue(violations.stream().anyMatch(violation -> violation.kind() == kind), violations::toString);
    }

    @Test
    void there_is_a_slip_for_every_kind() {
        Set<Kind> tried = slips().map(slip -> (Kind) slip.get()[0]).collect(Collectors.toSet());
        assertEquals(EnumSet.allOf(Kind.class), tried);
    }
}
