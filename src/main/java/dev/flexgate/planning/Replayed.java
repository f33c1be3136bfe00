package dev.flexgate.planning;

/**
 * A stored plan, negotiated once more from its stored inputs.
 *
 * @param planVersion which
 * @param stored hash of the outcome as it was published
 * @param replayed hash of the outcome now
 */
public record Replayed(long planVersion, String stored, String replayed) {

    public boolean isSame() {
        return stored.equals(replayed);
    }
}
