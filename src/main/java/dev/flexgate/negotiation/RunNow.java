package dev.flexgate.negotiation;

/** What would happen without us: every job at home, unbroken, from its release on. */
final class RunNow {

    private final Offers offers;
    private final Needs needs;

    RunNow(Offers offers, Needs needs) {
        this.offers = offers;
        this.needs = needs;
    }

    /** The bill of one job, without limits of capacity, deadline or carbon; past the horizon the last period goes on. */
    Bill bill(int job) {
        long left = needs.workWattPeriods[job];
        Bill sum = Bill.ZERO;
        for (int step = 0; left > 0; step++) {
            boolean past = needs.from[job] + step >= offers.periods;
            long power = past ? left : Math.min(left, needs.watts[job]);
            int period = Math.min(offers.periods - 1, needs.from[job] + step);
            sum = sum.plus(bill(job, needs.home[job] * offers.periods + period, power));
            left -= power;
        }
        return sum;
    }

    private Bill bill(int job, int cell, long power) {
        double energyMwh = power * offers.mwhPerWattPeriod;
        double money = energyMwh * offers.moneyPerMwh[cell];
        double carbonKg = energyMwh * offers.carbonKgPerMwh[cell];
        double delay = needs.delayPerMwhPeriod[job] * (offers.periodOf(cell) - needs.release[job]);
        double objective = needs.money[job] * money + needs.carbonPricePerKg[job] * carbonKg + delay * energyMwh;
        return new Bill(money, carbonKg, objective);
    }

    /** The plan to fall back on: run now where there is room, within the cap; the rest deferred. */
    Draft draft(double carbonCapKg) {
        Draft draft = new Draft(offers, needs);
        double carbonKg = 0;
        for (int job = 0; job < needs.count; job++) {
            if (mayRunAtHome(job) && fits(draft, job)) {
                place(draft, job);
                if (carbonKg + draft.carbonKg(job) > carbonCapKg) {
                    draft.remove(job);
                }
                carbonKg += draft.carbonKg(job);
            }
        }
        return draft;
    }

    private boolean mayRunAtHome(int job) {
        for (int site : needs.sites[job]) {
            if (site == needs.home[job]) {
                return needs.length[job] <= needs.window(job);
            }
        }
        return false;
    }

    private boolean fits(Draft draft, int job) {
        int first = needs.home[job] * offers.periods + needs.from[job];
        for (int step = 0; step < needs.length[job]; step++) {
            if (draft.roomWatts[first + step] < needs.watts[job] || !needs.levies.isOpen(job, first + step)) {
                return false;
            }
        }
        return true;
    }

    private void place(Draft draft, int job) {
        int first = needs.home[job] * offers.periods + needs.from[job];
        int[] cells = new int[needs.length[job]];
        long[] watts = new long[needs.length[job]];
        long left = needs.workWattPeriods[job];
        for (int step = 0; step < cells.length; step++) {
            cells[step] = first + step;
            watts[step] = Math.min(left, needs.watts[job]);
            left -= watts[step];
        }
        draft.place(job, cells, watts);
    }
}
