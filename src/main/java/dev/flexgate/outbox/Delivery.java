package dev.flexgate.outbox;

import java.time.Duration;
import java.util.Optional;

/** How one attempt to deliver a message ended. */
public sealed interface Delivery {

    /** In few words what the receiver said, such as its status; kept, shown to operators, never a body. */
    String note();

    /** What was said, for whoever has to find out why; empty where a courier does not tell. */
    Optional<Exchange> exchange();

    /** The receiver has taken it. */
    record Delivered(String note, Optional<Exchange> exchange) implements Delivery {

        public Delivered(String note) {
            this(note, Optional.empty());
        }
    }

    /** Not this time; the retry class says when to try again. */
    record Again(String note, Optional<Exchange> exchange) implements Delivery {

        public Again(String note) {
            this(note, Optional.empty());
        }
    }

    /**
     * Not this time, and the receiver asked not to be tried sooner than {@code pause} from now; the whole target is
     * left alone for so long, up to {@link OutboxLimits#targetPauseMax}.
     */
    record AgainAfter(String note, Duration pause, Optional<Exchange> exchange) implements Delivery {

        public AgainAfter(String note, Duration pause) {
            this(note, pause, Optional.empty());
        }
    }

    /** Not this time, and again after {@code pause}, by a schedule of the courier's own; others to the target go on. */
    record AgainIn(String note, Duration pause, Optional<Exchange> exchange) implements Delivery {

        public AgainIn(String note, Duration pause) {
            this(note, pause, Optional.empty());
        }
    }

    /** It will never be taken; a dead letter. */
    record GaveUp(String note, Optional<Exchange> exchange) implements Delivery {

        public GaveUp(String note) {
            this(note, Optional.empty());
        }
    }

    /** The receiver wants nothing any more: this message is dead and its target is disabled. */
    record Closed(String note, Optional<Exchange> exchange) implements Delivery {}
}
