package dev.flexgate.flexibility;

/** What comes of handing a request in. */
public sealed interface Taken {

    /** It is kept, and will be answered. */
    record In(Need need) implements Taken {}

    /** It needs no working out: how it stands. It came before, under the same request id, or is plainly at fault. */
    record Known(Need need) implements Taken {}

    /** Its request id was used before for something else: nothing was done. */
    record Refused(Asked.Refused refused) implements Taken {}

    /** Too many wait for their answer: nothing was done and nothing is kept; hand it in again in a moment. */
    record Busy() implements Taken {}
}
