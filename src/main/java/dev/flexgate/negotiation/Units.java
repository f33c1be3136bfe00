package dev.flexgate.negotiation;

/** From megawatts outside to whole watts and watt-periods inside. */
final class Units {

    private static final double WATTS_PER_MEGAWATT = 1e6;
    /** Forgives what binary fractions add to a decimal number of watts. */
    private static final double ROUNDING = 1e-6;

    private Units() {}

    static long wattsDown(double megawatts) {
        return (long) Math.floor(megawatts * WATTS_PER_MEGAWATT + ROUNDING);
    }

    static long wattsUp(double megawatts) {
        return (long) Math.ceil(megawatts * WATTS_PER_MEGAWATT - ROUNDING);
    }

    /** Work in watt-periods, rounded up so that none is lost. */
    static long wattPeriods(double energyMwh, double periodHours) {
        return (long) Math.ceil(energyMwh * WATTS_PER_MEGAWATT / periodHours - ROUNDING);
    }

    static double mwhPerWattPeriod(double periodHours) {
        return periodHours / WATTS_PER_MEGAWATT;
    }
}
