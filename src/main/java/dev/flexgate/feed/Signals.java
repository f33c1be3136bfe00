package dev.flexgate.feed;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Signals that sources carry together. */
final class Signals {

    /** What generation by fuel tells: every share, the total, wind and solar. */
    static final Set<Signal> MIX_AND_POWER = mixAndPower();

    private Signals() {}

    private static Set<Signal> mixAndPower() {
        EnumSet<Signal> signals = EnumSet.of(Signal.GENERATION, Signal.WIND, Signal.SOLAR);
        signals.addAll(Signal.mix());
        return Collections.unmodifiableSet(signals);
    }
}
