package dev.flexgate.negotiation;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Asks jobs that may pause or divide for an answer to what cells are charged, with some noise so that it is not always the same. */
final class Answers {

    private static final double NOISE = 2;
    /** How strictly the limits are minded that count over time. */
    private static final double[] MINDING = {0, 0.25, 0.5, 1, 2, 8};

    private final Offers offers;
    private final Needs needs;
    private final Strain strain;
    private final SplittableRandom random;
    private final Responder responder;
    private final double[] perMwh;
    private final long[] room;

    Answers(Arrangement plan, SplittableRandom random) {
        offers = plan.offers;
        needs = plan.needs;
        strain = plan.strain;
        this.random = random;
        responder = new Responder(offers, needs);
        perMwh = new double[offers.cells()];
        room = offers.capacityWatts.clone();
    }

    /** The answer of a job that is taken out; with less noise the lower the temperature. */
    Responder answer(int job, double temperature) {
        double work = needs.workWattPeriods[job] * offers.mwhPerWattPeriod;
        double noise = NOISE * temperature / Math.max(1e-9, work);
        boolean divides = needs.isDivisible(job);
        boolean strict = temperature <= 0 || random.nextInt(4) == 0;
        long power = needs.watts[job];
        double minding = MINDING[random.nextInt(MINDING.length)];
        for (int site : needs.sites[job]) {
            for (int period = needs.from[job]; period < needs.until[job]; period++) {
                int cell = site * offers.periods + period;
                double charge =
                        noise * -StrictMath.log(1 - random.nextDouble()) + minding * strain.marginPerMwh(job, cell);
                long left = Math.max(0, Math.min(strain.room[cell], strain.powerLeft(job, period)));
                if (divides || strict) {
                    room[cell] = left;
                } else {
                    room[cell] = offers.capacityWatts[cell];
                    charge += (strain.chargeCell(cell, power) + strain.chargePower(job, period, power))
                            / (power * offers.mwhPerWattPeriod);
                }
                perMwh[cell] = charge;
            }
        }
        responder.quote(perMwh, 0);
        responder.respond(job, room);
        if (divides && strict) {
            cut(job);
        }
        return responder;
    }

    /** Work that divides draws less where that keeps the limits that count over time. */
    private void cut(int job) {
        int[] cells = Arrays.copyOf(responder.cell, responder.count);
        long[] watts = Arrays.copyOf(responder.watts, responder.count);
        double part = strain.partWithin(job, cells, watts);
        responder.count = 0;
        for (int index = 0; index < cells.length; index++) {
            long power = (long) Math.floor(part * watts[index]);
            if (power > 0) {
                responder.take(cells[index], power, 0);
            }
        }
    }

    /** Some power of work that divides in another of its cells, as far as there is room for it. */
    Responder shift(int job, int[] cells, long[] watts) {
        responder.count = 0;
        int[] sites = needs.sites[job];
        int window = needs.window(job);
        if (sites.length == 0 || window == 0) {
            return responder;
        }
        int to = sites[random.nextInt(sites.length)] * offers.periods + needs.from[job] + random.nextInt(window);
        long there = 0;
        long inPeriod = 0;
        long done = 0;
        for (int index = 0; index < cells.length; index++) {
            done += watts[index];
            there += cells[index] == to ? watts[index] : 0;
            boolean shares = cells[index] == to
                    || (needs.sharesPower(job) && offers.periodOf(cells[index]) == offers.periodOf(to));
            inPeriod += shares ? watts[index] : 0;
        }
        int from = cells.length == 0 ? -1 : random.nextInt(cells.length);
        long left = needs.workWattPeriods[job] - done;
        boolean takesUp = from < 0 || (left > 0 && random.nextBoolean());
        boolean frees = !takesUp && needs.sharesPower(job) && offers.periodOf(cells[from]) == offers.periodOf(to);
        long free = needs.levies.isOpen(job, to)
                ? Math.min(strain.room[to], strain.powerLeft(job, offers.periodOf(to))) - there
                : 0;
        long power = Math.min(free, needs.watts[job] - inPeriod + (frees ? watts[from] : 0));
        power = Math.min(power, takesUp ? left : watts[from]);
        power = power <= 0 ? 0 : random.nextBoolean() ? power : 1 + random.nextLong(power);
        for (int index = 0; index < cells.length; index++) {
            long here = watts[index] - (!takesUp && index == from ? power : 0) + (cells[index] == to ? power : 0);
            if (here > 0) {
                responder.take(cells[index], here, 0);
            }
        }
        if (there == 0 && power > 0) {
            responder.take(to, power, 0);
        }
        return responder;
    }
}
