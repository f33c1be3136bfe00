package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.negotiation.GeneratedInstances.Mix;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A plan does not flap: what moves, moves for a gain or because it must. */
class SteadinessTest {

    private static final double PERIOD_HOURS = 0.5;
    /** A thousandth of the cheapest of these worlds' mean prices. */
    private static final double LEAST_GAIN_PER_MWH = 0.04;

    @ParameterizedTest
    @EnumSource(Mix.class)
    void in_an_unchanged_world_nothing_moves_but_for_a_gain(Mix mix) {
        for (long seed = 0; seed < 3; seed++) {
            Problem problem = GeneratedInstances.problem(40, 3, 48, 0.6, mix, seed);
            Agreement first = Negotiation.agree(problem, NegotiationLimits.STANDARD);
            Agreement second = Negotiation.agree(problem, NegotiationLimits.STANDARD, first.standingBids(problem));
            double gain = first.certificate().objective() - second.certificate().objective();
            double moved = moved(problem, first, second);
            String where = mix + " " + seed + ": moved " + moved + " MWh for " + gain;
            assertTrue(gain >= -1e-6, where);
            assertTrue(moved * LEAST_GAIN_PER_MWH <= gain + 1e-6, where);
        }
    }

    @Test
    void among_ties_only_what_must_leave_a_half_hour_moves() {
        for (long seed = 0; seed < 6; seed++) {
            Problem problem = flat(GeneratedInstances.problem(40, 3, 48, 0.6, Mix.MALLEABLE, seed));
            Agreement before = Negotiation.agree(problem, NegotiationLimits.STANDARD);
            Problem less = less(problem, before, 0.2);
            Agreement after = Negotiation.agree(less, NegotiationLimits.STANDARD, before.standingBids(problem));
            assertEquals(List.of(), FeasibilityChecker.check(less, after.assignments(), after.deferrals()));
            double moved = moved(problem, before, after);
            assertTrue(moved <= 3 * 0.2 * PERIOD_HOURS, seed + ": moved " + moved + " MWh for 0.1 MWh");
        }
    }

    @Test
    void a_small_change_moves_less_than_planning_anew_and_costs_no_more() {
        double moved = 0;
        double anywhere = 0;
        double dearer = 0;
        for (long seed = 0; seed < 4; seed++) {
            Problem problem = GeneratedInstances.problem(60, 3, 48, 0.6, Mix.MIXED, seed);
            Agreement before = Negotiation.agree(problem, NegotiationLimits.STANDARD);
            Problem less = less(problem, before, 0.1);
            Agreement anew = Negotiation.agree(less, NegotiationLimits.STANDARD);
            Agreement after = Negotiation.agree(less, NegotiationLimits.STANDARD, before.standingBids(problem));
            assertEquals(List.of(), FeasibilityChecker.check(less, after.assignments(), after.deferrals()));
            moved += moved(problem, before, after);
            anywhere += moved(problem, before, anew);
            dearer += after.certificate().objective() / anew.certificate().objective() - 1;
        }
        assertTrue(dearer / 4 < 0.005, "dearer by " + dearer / 4 + " for staying");
        assertTrue(moved < 0.8 * anywhere, "moved " + moved + " MWh, not " + anywhere);
    }

    @Test
    void a_real_gain_is_taken_and_neither_bound_nor_bill_knows_of_the_move() {
        double moved = 0;
        for (long seed = 0; seed < 4; seed++) {
            Problem problem = GeneratedInstances.problem(60, 3, 48, 0.6, Mix.MALLEABLE, seed);
            Agreement before = Negotiation.agree(problem, NegotiationLimits.STANDARD);
            Problem cheaper = cheaper(problem, 20, 28, 0.5);
            Agreement anew = Negotiation.agree(cheaper, NegotiationLimits.STANDARD);
            Agreement after = Negotiation.agree(cheaper, NegotiationLimits.STANDARD, before.standingBids(problem));
            double leastGain = NegotiationLimits.STANDARD.leastGainPerMwh(cheaper.sites());
            double most = anew.certificate().objective() + leastGain * moved(problem, before, anew);
            assertTrue(after.certificate().objective() <= most * (1 + 1e-9), seed + ": the gain was left lying");
            moved += moved(problem, before, after);
            assertEquals(
                    anew.certificate().lowerBound(),
                    after.certificate().lowerBound(),
                    2e-4 * anew.certificate().objective(),
                    "the same world, the same bound");
            assertEquals(money(cheaper, after), after.certificate().objective(), 1e-6);
        }
        assertTrue(moved > 0.1, "moved " + moved + " MWh to half price");
    }

    @Test
    void the_plan_before_changes_nothing_where_moves_need_not_pay() {
        Problem problem = GeneratedInstances.problem(40, 3, 48, 0.6, Mix.MALLEABLE, 7);
        Problem cheaper = cheaper(problem, 10, 20, 0.9);
        NegotiationLimits free = NegotiationLimits.STANDARD.withLeastGain(0);
        List<StandingBid> standing = Negotiation.agree(problem, free).standingBids(problem);
        double cost = Negotiation.agree(cheaper, free).certificate().objective();
        assertEquals(
                cost, Negotiation.agree(cheaper, free, standing).certificate().objective(), 1e-4 * cost);
    }

    @Test
    void the_same_plan_before_gives_the_same_plan_after_for_any_number_of_shards() {
        Problem problem = GeneratedInstances.problem(50, 3, 48, 0.7, Mix.MIXED, 3);
        Agreement before = Negotiation.agree(problem, NegotiationLimits.STANDARD);
        Problem less = less(problem, before, 0.2);
        List<StandingBid> standing = before.standingBids(problem);
        Agreement one = Negotiation.agree(less, NegotiationLimits.STANDARD, standing);
        Agreement three = Negotiation.agree(less, NegotiationLimits.STANDARD.withShards(3), standing);
        assertEquals(one, three);
    }

    private static Problem cheaper(Problem problem, int from, int until, double factor) {
        SiteTerms site = problem.sites().getFirst();
        double[] price = site.pricePerMwh().toArray();
        for (int period = from; period < until; period++) {
            price[period] *= factor;
        }
        List<SiteTerms> sites = new ArrayList<>(problem.sites());
        sites.set(0, new SiteTerms(site.id(), site.pue(), Series.of(price), site.carbonKgPerMwh(), site.capacityMw()));
        return new Problem(problem.periods(), problem.periodHours(), sites, problem.jobs(), problem.policy());
    }

    private static double money(Problem problem, Agreement plan) {
        double sum = 0;
        for (Assignment each : plan.assignments()) {
            for (Run run : each.runs()) {
                SiteTerms site = problem.sites().get(run.site());
                for (int period = run.from(); period < run.until(); period++) {
                    sum += run.powerMw()
                            * PERIOD_HOURS
                            * site.pue()
                            * site.pricePerMwh().at(period);
                }
            }
        }
        return sum;
    }

    private static Problem flat(Problem problem) {
        List<SiteTerms> sites = problem.sites().stream()
                .map(site -> new SiteTerms(
                        site.id(),
                        1.2,
                        Series.constant(80, problem.periods()),
                        site.carbonKgPerMwh(),
                        site.capacityMw()))
                .toList();
        return new Problem(problem.periods(), PERIOD_HOURS, sites, problem.jobs(), problem.policy());
    }

    /** The same with so much less than is used in the fullest cell. */
    private static Problem less(Problem problem, Agreement plan, double megawatts) {
        Map<String, Double> used = new HashMap<>();
        plan.assignments()
                .forEach(each -> each.runs().forEach(run -> {
                    for (int period = run.from(); period < run.until(); period++) {
                        used.merge(run.site() + "/" + period, run.powerMw(), Double::sum);
                    }
                }));
        var most = used.entrySet().stream()
                .max(Map.Entry.<String, Double>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow();
        String fullest = most.getKey();
        int at = Integer.parseInt(fullest.substring(0, fullest.indexOf('/')));
        int period = Integer.parseInt(fullest.substring(fullest.indexOf('/') + 1));
        List<SiteTerms> sites = new ArrayList<>(problem.sites());
        SiteTerms site = sites.get(at);
        double[] capacity = site.capacityMw().toArray();
        capacity[period] = Math.max(0, most.getValue() - megawatts);
        sites.set(
                at,
                new SiteTerms(site.id(), site.pue(), site.pricePerMwh(), site.carbonKgPerMwh(), Series.of(capacity)));
        return new Problem(problem.periods(), problem.periodHours(), sites, problem.jobs(), problem.policy());
    }

    /** Work that runs elsewhere than before. */
    private static double moved(Problem problem, Agreement before, Agreement after) {
        Map<String, Double> difference = new HashMap<>();
        add(difference, before, -1);
        add(difference, after, 1);
        return difference.values().stream()
                        .mapToDouble(value -> Math.max(0, value))
                        .sum()
                * problem.periodHours();
    }

    private static void add(Map<String, Double> to, Agreement plan, double sign) {
        plan.assignments()
                .forEach(each -> each.runs().forEach(run -> {
                    for (int period = run.from(); period < run.until(); period++) {
                        to.merge(each.jobId() + "/" + run.site() + "/" + period, sign * run.powerMw(), Double::sum);
                    }
                }));
    }
}
