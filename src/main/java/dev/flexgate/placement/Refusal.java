package dev.flexgate.placement;

/** Why a question has no answer. Each is a problem code of the same name. */
public enum Refusal {
    /** Nothing is forecast for such a zone. */
    ZONE_UNKNOWN,
    /** The zone is known, and no fresh forecast of the signal stands. */
    FORECAST_MISSING,
    /** What is asked for lies beyond what is forecast. */
    FORECAST_TOO_SHORT,
    /** The work does not fit between the earliest start and the latest end. */
    WINDOW_TOO_SHORT,
    /** Amounts of two currencies would have to be added, and nobody has said what one is worth in the other. */
    RATE_MISSING
}
