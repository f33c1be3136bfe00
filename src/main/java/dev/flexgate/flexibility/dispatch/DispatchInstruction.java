package dev.flexgate.flexibility.dispatch;

import java.time.Instant;
import java.util.Locale;

/**
 * An instruction to a site, from its planning to its end. A state is a type, and a legal step is a method of the
 * state that allows it:
 *
 * <pre>
 *   Planned --issued--> Issued --acknowledged--> Acked --begun--> InProgress --completed--> Completed
 *                       |    ^                                        |
 *              refused, |    | issued: the next revision,             +-- failed ------> Failed
 *             timedOut  v    | while there are some left
 *                  Nacked, AckTimeout --failed--> Failed
 * </pre>
 *
 * Every state but the last of its life is {@link Open}: {@link Open#overridden} by a newer instruction or by the
 * site's own safety, {@link Open#cancelled} before its window, {@link Open#aborted} in an emergency at any moment.
 */
public sealed interface DispatchInstruction {

    Head head();

    default DispatchId id() {
        return head().id();
    }

    default Instruction instruction() {
        return head().instruction();
    }

    default int revision() {
        return head().revision();
    }

    /** The state's name, as it is stored and shown. */
    default State state() {
        return switch (this) {
            case Planned _ -> State.PLANNED;
            case Issued _ -> State.ISSUED;
            case Acked _ -> State.ACKED;
            case Nacked _ -> State.NACKED;
            case AckTimeout _ -> State.ACK_TIMEOUT;
            case InProgress _ -> State.IN_PROGRESS;
            case Completed _ -> State.COMPLETED;
            case Failed _ -> State.FAILED;
            case Overridden _ -> State.OVERRIDDEN;
            case Cancelled _ -> State.CANCELLED;
            case Aborted _ -> State.ABORTED;
        };
    }

    /** Names of the states. */
    enum State {
        PLANNED,
        ISSUED,
        ACKED,
        NACKED,
        ACK_TIMEOUT,
        IN_PROGRESS,
        COMPLETED,
        FAILED,
        OVERRIDDEN,
        CANCELLED,
        ABORTED;

        /** As a tag of a metric and in links. */
        public String lowerCase() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Something may still become of it. */
    sealed interface Open extends DispatchInstruction {

        /** It can no longer be kept: nobody took it in time, or the site gave it up. */
        default Failed failed(Instant now, String why) {
            return new Failed(head().next(now), why);
        }

        /** A newer instruction, or the site's safety, has taken its place. */
        default Overridden overridden(Instant now, String why) {
            return new Overridden(head().next(now), why);
        }

        /** Taken back; only before its window, which the rules see to. */
        default Cancelled cancelled(Instant now, String why) {
            return new Cancelled(head().next(now), why);
        }

        /** Stopped in an emergency. */
        default Aborted aborted(Instant now, String why) {
            return new Aborted(head().next(now), why);
        }
    }

    /** A site may be told, for the first time or again. */
    sealed interface Issuable extends Open {

        default Issued issued(Instant now, Instant ackBy) {
            return new Issued(head().nextRevision(now), ackBy);
        }
    }

    /** Nothing more becomes of it. */
    sealed interface Ended extends DispatchInstruction {

        /** Why it ended so, in words; empty when all went as planned. */
        String why();
    }

    /** It waits for the moment at which it is sent. */
    record Planned(Head head) implements Issuable {}

    /**
     * It is on its way to the site.
     *
     * @param ackBy by when the site must have answered
     */
    record Issued(Head head, Instant ackBy) implements Open {

        Acked acknowledged(Instant now) {
            return new Acked(head.next(now));
        }

        Nacked refused(Instant now, SiteRefusal why, Instant againAt) {
            return new Nacked(head.next(now), why.text(), why.forGood(), againAt);
        }

        AckTimeout timedOut(Instant now) {
            return new AckTimeout(head.next(now));
        }

        /** The site has it and has not decided yet; no new state. */
        Issued received(Instant sooner) {
            return new Issued(head, sooner.isBefore(ackBy) ? sooner : ackBy);
        }
    }

    /** The site will do it. */
    record Acked(Head head) implements Open {

        InProgress begun(Instant now) {
            return new InProgress(head.next(now));
        }
    }

    /**
     * The site refused this revision.
     *
     * @param forGood whether asking again is useless
     * @param againAt when it is asked again, or given up
     */
    record Nacked(Head head, String why, boolean forGood, Instant againAt) implements Issuable {}

    /** The site did not answer this revision in time; it is asked again at once. */
    record AckTimeout(Head head) implements Issuable {}

    /** Its window has begun and the site does it. */
    record InProgress(Head head) implements Open {

        Completed completed(Instant now) {
            return new Completed(head.next(now));
        }
    }

    /** Its window has ended; what was delivered is for the meters to say. */
    record Completed(Head head) implements Ended {

        @Override
        public String why() {
            return "";
        }
    }

    /** Nobody did it, or not to the end. */
    record Failed(Head head, String why) implements Ended {}

    /** Another instruction or the site's safety came before it. */
    record Overridden(Head head, String why) implements Ended {}

    /** Taken back before its window. */
    record Cancelled(Head head, String why) implements Ended {}

    /** Stopped in an emergency. */
    record Aborted(Head head, String why) implements Ended {}
}
