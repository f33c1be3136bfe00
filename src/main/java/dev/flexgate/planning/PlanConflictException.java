package dev.flexgate.planning;

/** A plan that was agreed cannot stand, because what it rests on changed while it was being made. */
public final class PlanConflictException extends RuntimeException {

    public PlanConflictException(String message) {
        super(message);
    }
}
