package dev.flexgate.negotiation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.negotiation.GeneratedInstances.Mix;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever holds the problem and the transcript can recompute what each agent said from what it was told. */
class TranscriptTest {

    private static final NegotiationLimits LIMITS = NegotiationLimits.STANDARD.withMaxMoves(5);

    private static Problem problem(Mix mix) {
        return GeneratedInstances.capped(GeneratedInstances.problem(50, 3, 48, 0.6, mix, 3), 6_500);
    }

    private static List<SiteOffer> offers(Problem problem) {
        return IntStream.range(0, problem.sites().size())
                .mapToObj(site -> EnergyRules.offer(site, problem.sites().get(site)))
                .toList();
    }

    @ParameterizedTest
    @EnumSource(Mix.class)
    void every_answer_kept_can_be_recomputed_by_shards_of_any_number(Mix mix) {
        Problem problem = problem(mix);
        Transcript transcript = Negotiation.agree(problem, LIMITS).transcript();
        assertTrue(transcript.announcements().size()
                >= Math.min(LIMITS.keptRounds(), transcript.rounds().size()));
        for (Announcement announcement : transcript.announcements()) {
            Transcript.Round round = transcript.rounds().get(announcement.round() - 1);
            assertEquals(announcement.round(), round.number());
            assertEquals(announcement.scarcityMicroPerMwh().fingerprint(), round.pricesFingerprint());
            for (int shards : List.of(1, 4)) {
                Bids bids = Negotiation.shards(problem, shards, offers(problem)).stream()
                        .map(shard -> shard.respond(announcement))
                        .reduce(Bids::plus)
                        .orElseThrow();
                assertEquals(round.demandFingerprint(), bids.demandWatts().fingerprint());
                assertEquals(round.dualMicro(), bids.dualMicro());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Mix.class)
    void the_final_bids_are_the_best_responses_at_the_prices_agreed(Mix mix) {
        Problem problem = problem(mix);
        Agreement agreement = Negotiation.agree(problem, LIMITS.withShards(3));
        Announcement closing = agreement.transcript().announcements().stream()
                .filter(announcement ->
                        announcement.carbonPricePerKg() == agreement.prices().carbonPricePerKg()
                                && EnergyRules.announce(offers(problem).get(0), announcement)
                                        .pricePerMwh()
                                        .equals(asked(problem, agreement.prices())))
                .findFirst()
                .orElseThrow();
        List<FinalBid> recomputed = new ArrayList<>();
        Negotiation.shards(problem, 2, offers(problem)).forEach(shard -> recomputed.addAll(shard.finalBids(closing)));
        assertEquals(recomputed, agreement.transcript().finalBids());
        double bound = recomputed.stream().mapToDouble(FinalBid::value).sum();
        for (int site = 0; site < problem.sites().size(); site++) {
            for (int period = 0; period < problem.periods(); period++) {
                bound -= agreement.prices().scarcityPerMwh().get(site).at(period)
                        * problem.sites().get(site).capacityMw().at(period)
                        * problem.periodHours();
            }
        }
        bound -= agreement.prices().carbonPricePerKg() * problem.policy().carbonCapKg();
        assertEquals(agreement.certificate().lowerBound(), bound, 1e-4);
    }

    private static Series asked(Problem problem, Prices prices) {
        SiteOffer offer = offers(problem).get(0);
        double[] asked = new double[problem.periods()];
        for (int period = 0; period < asked.length; period++) {
            asked[period] = offer.moneyPerMwh().at(period)
                    + prices.scarcityPerMwh().get(0).at(period);
        }
        return Series.of(asked);
    }

    @Test
    void it_keeps_no_more_prices_than_it_may_and_a_line_for_every_round() {
        var limits = new NegotiationLimits(200, 0, 1, 5, 1, 1, 0, 0);
        Transcript transcript = Negotiation.agree(problem(Mix.MIXED), limits).transcript();
        assertTrue(transcript.rounds().size() > 20);
        assertTrue(transcript.announcements().size() <= 6);
        assertEquals(Transcript.By.OPENING, transcript.rounds().getFirst().by());
        double bound = Double.NEGATIVE_INFINITY;
        for (Transcript.Round round : transcript.rounds()) {
            assertTrue(round.bestBound() >= bound && round.bestBound() >= round.dualValue());
            assertTrue(round.bestPlan() >= round.bestBound() - 1e-3);
            bound = round.bestBound();
        }
    }

    @Test
    void standing_bids_that_break_the_policy_now_are_vetoed_and_those_that_no_longer_fit_left_out() {
        Problem before = GeneratedInstances.problem(10, 1, 24, 0.4, Mix.CONTIGUOUS, 4);
        Agreement agreed = Negotiation.agree(before, LIMITS);
        var closed = new PolicyTerms(Double.POSITIVE_INFINITY, List.of(new PolicyTerms.Blackout(0, 0, 24)));
        Problem after = new Problem(24, 0.5, before.sites(), before.jobs(), closed);
        List<StandingBid> bids = new ArrayList<>(agreed.standingBids(before));
        bids.add(new StandingBid("nobody", "s0", 0, 1, 1));
        Agreement again = Negotiation.agree(after, LIMITS, bids);
        assertEquals(10, again.transcript().vetoes().size());
        assertTrue(again.transcript().vetoes().stream().allMatch(veto -> veto.rule() == Veto.Rule.BLACKOUT));
        assertEquals(10, again.deferrals().size());
    }
}
