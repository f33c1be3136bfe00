package dev.flexgate.planning;

/** Another gateway holds the planning clock, or took it over while this one was planning. */
public final class PlanningElsewhereException extends RuntimeException {

    PlanningElsewhereException(String message) {
        super(message);
    }
}
