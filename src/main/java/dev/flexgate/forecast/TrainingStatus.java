package dev.flexgate.forecast;

import dev.flexgate.feed.Topic;
import java.time.Instant;
import java.util.Optional;

/**
 * How learning stands for one signal of one zone.
 *
 * @param outcome of the last look
 * @param at when that was
 * @param failure why it failed; empty where it did not
 * @param model the one in use
 */
public record TrainingStatus(Topic topic, Outcome outcome, Instant at, String failure, Optional<ModelNote> model) {

    /** What a look brought. */
    public enum Outcome {
        /** The model in use is young enough. */
        CURRENT("the model is young enough"),
        /** There is a new model. */
        TRAINED("a new model was learnt"),
        /** Less history than a model needs: {@code avg7d+decay} forecasts. */
        TOO_LITTLE_HISTORY("too little history for a model"),
        /** The last model, if there is one, stays in use. */
        FAILED("learning failed");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        /** For people. */
        public String words() {
            return words;
        }
    }
}
