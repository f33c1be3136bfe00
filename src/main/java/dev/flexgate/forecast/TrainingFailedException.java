package dev.flexgate.forecast;

/** A model was not learnt. */
final class TrainingFailedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TrainingFailedException(String why) {
        super(why);
    }

    TrainingFailedException(String why, Throwable cause) {
        super(why, cause);
    }
}
