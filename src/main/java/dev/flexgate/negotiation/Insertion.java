package dev.flexgate.negotiation;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Builds and betters drafts by putting one job at a time where it fits best at the prices. */
final class Insertion {

    private final Responder responder;
    private final Needs needs;

    Insertion(Offers offers, Needs needs) {
        this.needs = needs;
        this.responder = new Responder(offers, needs);
    }

    /** Jobs with the least choice first, the larger first among equals; of very many, those with few sites too. */
    int[] leastChoiceFirst() {
        return IntStream.range(0, needs.count)
                .boxed()
                .sorted(Comparator.<Integer>comparingDouble(
                                job -> -(double) needs.length[job] / needs.window(job) / sites(job))
                        .thenComparingLong(job -> -needs.watts[job])
                        .thenComparingInt(job -> job))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Gives every job of {@code order} that holds nothing its best place at the prices within the room left. */
    void fill(Draft draft, int[] order, double[] scarcityPerMwh, double carbonPricePerKg) {
        responder.quote(scarcityPerMwh, carbonPricePerKg);
        for (int job : order) {
            if (draft.deferredWattPeriods[job] == needs.workWattPeriods[job]) {
                responder.respond(job, draft.roomWatts);
                draft.place(job, responder);
            }
        }
    }

    private int sites(int job) {
        return needs.count > Sample.MOST_JOBS ? needs.sites[job].length : 1;
    }
}
