package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.negotiation.Deferral.Reason;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every reason for not doing work, provoked by the one constraint that it names. */
class DeferralReasonTest {

    private static final Set<Shape> SHAPES = Set.of(
            Shape.malleable(),
            Shape.malleableAtEachSite(),
            Shape.preemptible(),
            Shape.preemptible(1),
            Shape.contiguous());

    private static SiteTerms site(double capacityMw) {
        return new SiteTerms("a", 1.2, Series.constant(50, 4), Series.constant(200, 4), Series.constant(capacityMw, 4));
    }

    private static JobNeed job(String id, Shape shape, double powerMw, double energyMwh, int deadline) {
        return new JobNeed(id, shape, powerMw, energyMwh, 0, deadline, List.of(0));
    }

    private static Problem problem(SiteTerms site, PolicyTerms policy, JobNeed... jobs) {
        return new Problem(4, 0.5, List.of(site), List.of(jobs), policy);
    }

    private static PolicyTerms closed(Closure.Why why) {
        return PolicyTerms.NONE.withClosures(List.of(new Closure(Set.of("j"), 0, 1, 4, why)));
    }

    private static SiteTerms.Ceiling ceiling(SiteTerms.Ceiling.Kind kind) {
        return new SiteTerms.Ceiling(kind, Series.constant(0.2, 4));
    }

    private static PolicyTerms cap(Cap.Measure measure, Cap.Scope scope, double most) {
        return PolicyTerms.NONE.withCaps(List.of(new Cap("limit", measure, scope, Set.of(), 0, 4, most)));
    }

    static Stream<Arguments> cases() {
        return SHAPES.stream().flatMap(DeferralReasonTest::cases);
    }

    private static Stream<Arguments> cases(Shape shape) {
        JobNeed two = job("j", shape, 1, 1, 4);
        var nowhere = new JobNeed("j", shape, 1, 1, 0, 4, List.of(), 0, Weights.MONEY);
        var precious = job("k", shape, 1, 2, 4).withWeights(Weights.MONEY.withLostWorkPerMwh(20_000));
        return Stream.of(
                Arguments.of(Reason.NO_ALLOWED_SITE, problem(site(9), PolicyTerms.NONE, nowhere)),
                Arguments.of(Reason.WINDOW_TOO_SHORT, problem(site(9), PolicyTerms.NONE, job("j", shape, 1, 1, 1))),
                Arguments.of(Reason.WINDOW_TOO_SHORT, problem(site(9), PolicyTerms.NONE, job("j", shape, 1, 1, -3))),
                Arguments.of(
                        Reason.BLACKOUT,
                        problem(site(9), new PolicyTerms(1e9, List.of(new PolicyTerms.Blackout(0, 1, 4))), two)),
                Arguments.of(Reason.RESIDENCY, problem(site(9), closed(Closure.Why.RESIDENCY), two)),
                Arguments.of(Reason.LATENCY, problem(site(9), closed(Closure.Why.LATENCY), two)),
                Arguments.of(Reason.MISSING_FORECAST, problem(site(9), closed(Closure.Why.MISSING_FORECAST), two)),
                Arguments.of(
                        Reason.IMPORT_LIMIT,
                        problem(site(9).under(ceiling(SiteTerms.Ceiling.Kind.IMPORT_LIMIT)), PolicyTerms.NONE, two)),
                Arguments.of(
                        Reason.PEAK_LIMIT,
                        problem(site(9).under(ceiling(SiteTerms.Ceiling.Kind.PEAK_LIMIT)), PolicyTerms.NONE, two)),
                Arguments.of(Reason.PEAK_LIMIT, problem(site(9), cap(Cap.Measure.PEAK_MW, Cap.Scope.TENANT, 0.2), two)),
                Arguments.of(
                        Reason.JOB_CARBON_CAP, problem(site(9), cap(Cap.Measure.CARBON_KG, Cap.Scope.JOB, 200), two)),
                Arguments.of(
                        Reason.TENANT_CARBON_CAP,
                        problem(site(9), cap(Cap.Measure.CARBON_KG, Cap.Scope.TENANT, 500), two, precious)),
                Arguments.of(
                        Reason.DAY_CARBON_CAP,
                        problem(site(9), cap(Cap.Measure.CARBON_KG, Cap.Scope.DAY, 500), two, precious)),
                Arguments.of(
                        Reason.COST_CAP,
                        problem(site(9), cap(Cap.Measure.MONEY, Cap.Scope.TENANT, 130), two, precious)),
                Arguments.of(
                        Reason.SHIFT_BUDGET,
                        problem(
                                site(9),
                                cap(Cap.Measure.MOVED_MWH, Cap.Scope.PLAN, 0.4)
                                        .withClosures(List.of(new Closure(Set.of("j"), 0, 0, 2, Closure.Why.BLACKOUT))),
                                two)),
                Arguments.of(Reason.POWER_EXCEEDS_CAPACITY, problem(site(0.2), PolicyTerms.NONE, two)),
                Arguments.of(Reason.CARBON_CAP_BELOW_JOB, problem(site(9), PolicyTerms.carbonCap(200), two)),
                Arguments.of(
                        Reason.WORTH_LESS_THAN_COST,
                        problem(site(9), PolicyTerms.NONE, two.withWeights(Weights.MONEY.withLostWorkPerMwh(59)))),
                Arguments.of(Reason.CARBON_CAP, problem(site(9), PolicyTerms.carbonCap(500), two, precious)),
                Arguments.of(Reason.SITE_CAPACITY, problem(site(1), PolicyTerms.NONE, two, precious)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_constraint_that_binds_is_named(Reason reason, Problem problem) {
        Agreement agreement = Negotiation.agree(problem, NegotiationLimits.STANDARD);
        assertEquals(List.of(), FeasibilityChecker.check(problem, agreement.assignments(), agreement.deferrals()));
        assertEquals(
                List.of("j"),
                agreement.deferrals().stream().map(Deferral::jobId).toList());
        assertEquals(reason, agreement.deferrals().getFirst().reason());
    }

    @Test
    void there_is_a_case_for_every_reason() {
        Set<Reason> tried = cases().map(each -> (Reason) each.get()[0]).collect(Collectors.toSet());
        assertEquals(EnumSet.allOf(Reason.class), tried);
    }
}
