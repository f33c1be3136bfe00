package dev.flexgate.feed;

/** What is asked for: one signal of one zone, whoever provides it. */
public record Topic(Zone zone, Signal signal) {

    /** What its values are written in, such as {@code EUR/kWh}. */
    public String unit() {
        return signal.unit(zone);
    }
}
