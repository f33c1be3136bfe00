package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;

/** The record of a negotiation of several turns: their rounds counted through, and the best bound of all. */
final class LimitLog {

    private static final double TRIFLE = 1e-5;

    private final List<Transcript.Round> rounds = new ArrayList<>();
    private final List<Veto> vetoes = new ArrayList<>();
    private double bestBound = Double.NEGATIVE_INFINITY;
    private Announcement bestAnnouncement = new Announcement(0, 0, WholeSeries.zeros(0));
    private int roundsBefore;
    private int turnsSinceGain;

    /** How many turns ago the bound became better by more than a trifle. */
    int turnsSinceGain() {
        return turnsSinceGain;
    }

    int roundsBefore() {
        return roundsBefore;
    }

    double bestBound() {
        return bestBound;
    }

    /** Prices that gave the best bound. */
    Announcement bestAnnouncement() {
        return bestAnnouncement;
    }

    Announcement announce(Announcement inner, WholeSeries limitNano) {
        return inner.with(roundsBefore + inner.round(), limitNano);
    }

    /** Takes down a turn; {@code worth} is that of the limits at its prices. */
    void endOfTurn(Ledger ledger, WholeSeries limitNano, double worth, double bestPlan) {
        Transcript turn = ledger.transcript(List.of());
        if (ledger.bestBound() - worth > bestBound) {
            bestAnnouncement = announce(ledger.bestAnnouncement(), limitNano);
        }
        double before = bestBound;
        boolean gains = !(ledger.bestBound() - worth <= bestBound + TRIFLE * Math.abs(bestBound));
        turnsSinceGain = gains ? 0 : turnsSinceGain + 1;
        for (Transcript.Round round : turn.rounds()) {
            bestBound = Math.max(before, round.bestBound() - worth);
            rounds.add(new Transcript.Round(
                    roundsBefore + round.number(),
                    round.by(),
                    round.carbonPricePerKg(),
                    round.pricesFingerprint(),
                    round.dualMicro(),
                    round.dualValue() - worth,
                    round.excessMw(),
                    round.demandFingerprint(),
                    bestBound,
                    bestPlan));
        }
        if (roundsBefore == 0) {
            vetoes.addAll(turn.vetoes());
        }
        roundsBefore += turn.rounds().size();
    }

    /** The last round ended with a better plan. */
    void plan(double objective) {
        Transcript.Round last = rounds.removeLast();
        rounds.add(new Transcript.Round(
                last.number(),
                last.by(),
                last.carbonPricePerKg(),
                last.pricesFingerprint(),
                last.dualMicro(),
                last.dualValue(),
                last.excessMw(),
                last.demandFingerprint(),
                last.bestBound(),
                objective));
    }

    Transcript transcript(List<FinalBid> finalBids) {
        return new Transcript(rounds, List.of(bestAnnouncement), vetoes, finalBids);
    }
}
