package dev.flexgate.negotiation;

import java.util.ArrayList;
import java.util.List;

/** The coordinator's record: what each round's bids amount to, the best bound so far, and the transcript. */
final class Ledger {

    private static final double MICRO = 1e-6;
    private static final double WATTS_PER_MEGAWATT = 1e6;

    private final Offers offers;
    private final double carbonCapKg;
    private final int keptRounds;
    private final List<Transcript.Round> rounds = new ArrayList<>();
    private final List<Announcement> kept = new ArrayList<>();
    private final List<Veto> vetoes = new ArrayList<>();
    private double bestBound = Double.NEGATIVE_INFINITY;
    private Announcement bestAnnouncement;
    private double dual;

    Ledger(Offers offers, double carbonCapKg, int keptRounds) {
        this.offers = offers;
        this.carbonCapKg = carbonCapKg;
        this.keptRounds = keptRounds;
        bestAnnouncement = new Announcement(0, 0, WholeSeries.zeros(offers.cells()));
    }

    List<Veto> vetoes() {
        return vetoes;
    }

    double bestBound() {
        return bestBound;
    }

    Announcement bestAnnouncement() {
        return bestAnnouncement;
    }

    /** Values the bids: what all jobs would pay, less what the capacity and the cap announced are worth. */
    void hear(Announcement announced, Bids bids) {
        dual = bids.dualMicro() * MICRO;
        for (int cell = 0; cell < offers.cells(); cell++) {
            dual -= announced.scarcityPerMwh(cell) * offers.capacityWatts[cell] * offers.mwhPerWattPeriod;
        }
        if (carbonCapKg < Double.POSITIVE_INFINITY) {
            dual -= announced.carbonPricePerKg() * carbonCapKg;
        }
        if (dual > bestBound) {
            bestBound = dual;
            bestAnnouncement = announced;
        }
    }

    /** Demand above supply: MWh for each cell, then kg for the cap. */
    double[] excess(WholeSeries demandWatts) {
        double[] excess = new double[offers.cells() + 1];
        double carbonKg = 0;
        for (int cell = 0; cell < offers.cells(); cell++) {
            excess[cell] = (demandWatts.at(cell) - offers.capacityWatts[cell]) * offers.mwhPerWattPeriod;
            carbonKg += demandWatts.at(cell) * offers.mwhPerWattPeriod * offers.carbonKgPerMwh[cell];
        }
        excess[offers.cells()] = carbonCapKg < Double.POSITIVE_INFINITY ? carbonKg - carbonCapKg : 0;
        return excess;
    }

    void record(Transcript.By by, Announcement announced, Bids bids, double bestPlan) {
        double excessWatts = 0;
        for (int cell = 0; cell < offers.cells(); cell++) {
            excessWatts += Math.max(0, bids.demandWatts().at(cell) - offers.capacityWatts[cell]);
        }
        rounds.add(new Transcript.Round(
                announced.round(),
                by,
                announced.carbonPricePerKg(),
                announced.scarcityMicroPerMwh().fingerprint(),
                bids.dualMicro(),
                dual,
                excessWatts / WATTS_PER_MEGAWATT,
                bids.demandWatts().fingerprint(),
                bestBound,
                bestPlan));
        keep(announced);
    }

    /** Keeps the opening, then the latest; the one that gave the bound is added at the end if it has gone. */
    private void keep(Announcement announced) {
        if (kept.size() == keptRounds) {
            kept.remove(kept.size() > 1 ? 1 : 0);
        }
        kept.add(announced);
    }

    Transcript transcript(List<FinalBid> finalBids) {
        if (!kept.contains(bestAnnouncement)) {
            kept.add(bestAnnouncement);
        }
        return new Transcript(rounds, kept, vetoes, finalBids);
    }
}
