package dev.flexgate.settlement.recompute;

/** Ends a recomputation at the first check that fails. */
@SuppressWarnings("serial") // never leaves this package, let alone the process
final class Refusal extends RuntimeException {

    private final Recomputation.Refused refused;

    Refusal(RecomputeCheck check, String file, String why) {
        super(why, null, false, false);
        this.refused = new Recomputation.Refused(check.name(), file, why);
    }

    Recomputation.Refused refused() {
        return refused;
    }
}
