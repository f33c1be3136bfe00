package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Which jobs run in each cell. */
final class Occupants {

    private final int[][] jobs;
    private final int[] count;

    Occupants(Draft draft) {
        jobs = new int[draft.offers.cells()][4];
        count = new int[jobs.length];
        for (int job = 0; job < draft.needs.count; job++) {
            enter(job, draft.cells[job]);
        }
    }

    void enter(int job, int[] cells) {
        for (int cell : cells) {
            if (count[cell] == jobs[cell].length) {
                jobs[cell] = Arrays.copyOf(jobs[cell], 2 * count[cell]);
            }
            jobs[cell][count[cell]++] = job;
        }
    }

    void leave(int job, int[] cells) {
        for (int cell : cells) {
            int place = 0;
            while (jobs[cell][place] != job) {
                place++;
            }
            jobs[cell][place] = jobs[cell][--count[cell]];
        }
    }

    /** Some job that runs in the cell, or -1. */
    int any(int cell, SplittableRandom random) {
        return count[cell] == 0 ? -1 : jobs[cell][random.nextInt(count[cell])];
    }
}
