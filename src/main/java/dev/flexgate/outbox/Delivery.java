package dev.flexgate.outbox;

import java.time.Duration;

/** How one attempt to deliver a message ended. */
public sealed interface Delivery {

    /** In few words what the receiver said, such as its status; kept, shown to operators, never a body. */
    String note();

    /** The receiver has taken it. */
    record Delivered(String note) implements Delivery {}

    /** Not this time; the retry class says when to try again. */
    record Again(String note) implements Delivery {}

    /** Not this time, and the receiver asked not to be tried sooner than {@code pause} from now. */
    record AgainAfter(String note, Duration pause) implements Delivery {}

    /** It will never be taken; a dead letter. */
    record GaveUp(String note) implements Delivery {}
}
