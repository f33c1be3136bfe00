package dev.flexgate.negotiation;

/**
 * A stretch of periods [from, until) at one site and one constant IT power.
 *
 * @param site index of the site
 * @param watts IT power in whole watts
 */
public record Run(int site, int from, int until, long watts) {

    public Run {
        if (from < 0 || from >= until || watts <= 0) {
            throw new IllegalArgumentException(
                    "a run lasts and draws: [" + from + ", " + until + ") at " + watts + " W");
        }
    }

    public int periods() {
        return until - from;
    }

    public double powerMw() {
        return watts / 1e6;
    }

    public double energyMwh(double periodHours) {
        return powerMw() * periodHours * periods();
    }
}
