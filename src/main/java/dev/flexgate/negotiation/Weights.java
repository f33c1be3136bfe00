package dev.flexgate.negotiation;

import java.util.Map;

/**
 * What a job's owner minds, as exchange rates into money.
 *
 * @param money how many units of objective one unit of currency counts; 1 unless money matters less
 * @param carbonPricePerKg currency a kg of CO2e is worth to the owner, on top of any cap's own price
 * @param delayPerMwhHour currency for each MWh of IT work and hour after the release
 * @param lostWorkPerMwh currency a MWh of IT work is worth: what deferring it costs in the objective
 * @param perMwhAtSite currency per MWh of IT work for running at that site (latency, data transfer); absent is 0
 * @param pausing what a preemptible job's pauses cost
 */
public record Weights(
        double money,
        double carbonPricePerKg,
        double delayPerMwhHour,
        double lostWorkPerMwh,
        Map<Integer, Double> perMwhAtSite,
        Pausing pausing) {

    /**
     * What it costs to suspend and resume.
     *
     * @param each currency for each pause between two stretches
     * @param running whether it runs as the first period begins, so that beginning later is a pause too
     */
    public record Pausing(double each, boolean running) {

        public static final Pausing FREE = new Pausing(0, false);

        public Pausing {
            // Not by check(): calling it would initialise Weights, whose constants need this record first.
            if (!(each >= 0 && each <= MOST)) {
                throw new IllegalArgumentException("weight pause is from 0 to " + MOST + ", not " + each);
            }
        }
    }

    /** Of who may be paused for nothing. */
    public Weights(
            double money,
            double carbonPricePerKg,
            double delayPerMwhHour,
            double lostWorkPerMwh,
            Map<Integer, Double> perMwhAtSite) {
        this(money, carbonPricePerKg, delayPerMwhHour, lostWorkPerMwh, perMwhAtSite, Pausing.FREE);
    }

    /** High enough that work is deferred only where nothing else is possible. */
    public static final double LOST_WORK_PER_MWH = 10_000;

    /** Beyond this, costs in whole millionths would overflow. */
    static final double MOST = 1e6;

    public static final Weights MONEY = new Weights(1, 0, 0, LOST_WORK_PER_MWH, Map.of());

    public Weights {
        perMwhAtSite = Map.copyOf(perMwhAtSite);
        check("money", money);
        check("carbonPricePerKg", carbonPricePerKg);
        check("delayPerMwhHour", delayPerMwhHour);
        check("lostWorkPerMwh", lostWorkPerMwh);
        perMwhAtSite.forEach((site, perMwh) -> check("site " + site, perMwh));
    }

    public double perMwhAt(int site) {
        return perMwhAtSite.getOrDefault(site, 0.0);
    }

    public Weights withCarbonPricePerKg(double value) {
        return new Weights(money, value, delayPerMwhHour, lostWorkPerMwh, perMwhAtSite, pausing);
    }

    public Weights withDelayPerMwhHour(double value) {
        return new Weights(money, carbonPricePerKg, value, lostWorkPerMwh, perMwhAtSite, pausing);
    }

    public Weights withLostWorkPerMwh(double value) {
        return new Weights(money, carbonPricePerKg, delayPerMwhHour, value, perMwhAtSite, pausing);
    }

    public Weights withPerMwhAtSite(Map<Integer, Double> value) {
        return new Weights(money, carbonPricePerKg, delayPerMwhHour, lostWorkPerMwh, value, pausing);
    }

    public Weights withPausing(Pausing value) {
        return new Weights(money, carbonPricePerKg, delayPerMwhHour, lostWorkPerMwh, perMwhAtSite, value);
    }

    private static void check(String name, double value) {
        if (!(value >= 0 && value <= MOST)) {
            throw new IllegalArgumentException("weight " + name + " is from 0 to " + MOST + ", not " + value);
        }
    }
}
