package dev.flexgate.quantity;

/** How far a number may be believed. A number derived from several takes the {@linkplain #worse worst} of them. */
public enum Quality {
    /** Metered or finally published. */
    MEASURED,
    /** A provider's own forecast. */
    PROVIDER_FORECAST,
    /** FlexGate's own forecast from measured history. */
    OWN_FORECAST,
    /** Filled in for a missing value. */
    ESTIMATED,
    /** Made by a formula because no source was reachable: never to pass for measured. */
    SIMULATED;

    public Quality worse(Quality other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
