package dev.flexgate.flexibility.dispatch;

import dev.flexgate.flexibility.dispatch.DispatchInstruction.Aborted;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.AckTimeout;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Acked;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Cancelled;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Completed;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Ended;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Failed;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.InProgress;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Issued;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Nacked;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Open;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Overridden;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Planned;
import java.time.Instant;
import java.util.Optional;

/** Which steps an instruction may take, and when. A moment that is exactly a deadline is too late. */
final class DispatchRules {

    private DispatchRules() {}

    /** What a step comes to. */
    sealed interface Verdict {

        record Take(DispatchInstruction next) implements Verdict {}

        record Same() implements Verdict {}

        record Refuse(DispatchRefusal reason, String detail) implements Verdict {}
    }

    static Verdict acknowledge(DispatchInstruction instruction, int revision, Instant now) {
        Optional<Verdict> stale = staleness(instruction, revision);
        if (stale.isPresent()) {
            return stale.get();
        }
        return switch (instruction) {
            case Issued issued when now.isBefore(issued.ackBy()) -> new Verdict.Take(issued.acknowledged(now));
            case Issued _, AckTimeout _ -> late();
            case Acked _, InProgress _, Completed _ -> new Verdict.Same();
            case Planned _, Nacked _, Failed _, Overridden _, Cancelled _, Aborted _ ->
                illegal("acknowledged", instruction);
        };
    }

    static Verdict refuse(
            DispatchInstruction instruction, int revision, SiteRefusal why, Instant now, DispatchLimits limits) {
        Optional<Verdict> stale = staleness(instruction, revision);
        if (stale.isPresent()) {
            return stale.get();
        }
        return switch (instruction) {
            case Issued issued
            when now.isBefore(issued.ackBy()) ->
                new Verdict.Take(issued.refused(now, why, againAt(issued, why, now, limits)));
            case Issued _, AckTimeout _ -> late();
            case Nacked _ -> new Verdict.Same();
            case Planned _, Acked _, InProgress _, Completed _, Failed _, Overridden _, Cancelled _, Aborted _ ->
                illegal("refused", instruction);
        };
    }

    /** The site has it and will answer later: it gets so much time and no more. */
    static Verdict receive(DispatchInstruction instruction, int revision, Instant now, DispatchLimits limits) {
        Optional<Verdict> stale = staleness(instruction, revision);
        if (stale.isPresent()) {
            return stale.get();
        }
        return instruction instanceof Issued issued
                ? new Verdict.Take(issued.received(now.plus(limits.ackTimeout())))
                : new Verdict.Same();
    }

    static Verdict end(DispatchInstruction instruction, int revision, SiteEnding ending, Instant now) {
        Optional<Verdict> stale = staleness(instruction, revision);
        if (stale.isPresent()) {
            return stale.get();
        }
        return switch (instruction) {
            case Acked acked -> new Verdict.Take(ended(acked, ending, now));
            case InProgress running -> new Verdict.Take(ended(running, ending, now));
            case Failed _ when ending instanceof SiteEnding.Failed -> new Verdict.Same();
            case Overridden _ when ending instanceof SiteEnding.Overridden -> new Verdict.Same();
            case Planned _,
                    Issued _,
                    Nacked _,
                    AckTimeout _,
                    Completed _,
                    Failed _,
                    Overridden _,
                    Cancelled _,
                    Aborted _ -> illegal("ended by the site", instruction);
        };
    }

    static Verdict cancel(DispatchInstruction instruction, String why, Instant now) {
        return switch (instruction) {
            case Cancelled _ -> new Verdict.Same();
            case Open open
            when now.isBefore(open.instruction().window().start()) -> new Verdict.Take(open.cancelled(now, why));
            case Open _ ->
                new Verdict.Refuse(
                        DispatchRefusal.WINDOW_BEGUN, "the window has begun; an instruction can then only be aborted");
            case Ended _ -> illegal("cancelled", instruction);
        };
    }

    static Verdict abort(DispatchInstruction instruction, String why, Instant now) {
        return switch (instruction) {
            case Aborted _ -> new Verdict.Same();
            case Open open -> new Verdict.Take(open.aborted(now, why));
            case Ended _ -> illegal("aborted", instruction);
        };
    }

    /** What a newer instruction of the same promise does to this one. */
    static Optional<DispatchInstruction> superseded(DispatchInstruction instruction, Instant now) {
        String why = "replaced by a newer instruction";
        return switch (instruction) {
            case Planned planned -> Optional.of(planned.cancelled(now, why));
            case Open open -> Optional.of(open.overridden(now, why));
            case Ended _ -> Optional.empty();
        };
    }

    /** The step that is due by the passing of time alone. */
    static Optional<DispatchInstruction> passingOfTime(
            DispatchInstruction instruction, Instant now, DispatchLimits limits) {
        Optional<Instant> due = dueAt(instruction);
        if (due.isEmpty() || now.isBefore(due.get())) {
            return Optional.empty();
        }
        Instant deadline = instruction.instruction().deadline();
        return switch (instruction) {
            case Planned planned ->
                Optional.of(
                        now.isBefore(deadline)
                                ? planned.issued(now, deadline)
                                : planned.failed(now, "its deadline passed before it could be sent"));
            case Issued issued -> Optional.of(issued.timedOut(now));
            case Nacked nacked -> Optional.of(askedAgain(nacked, now, limits));
            case AckTimeout silent -> Optional.of(issuedAgain(silent, "the site did not answer in time", now, limits));
            case Acked acked -> Optional.of(acked.begun(now));
            case InProgress running -> Optional.of(running.completed(now));
            case Ended _ -> Optional.empty();
        };
    }

    /** When time alone will move it on. */
    static Optional<Instant> dueAt(DispatchInstruction instruction) {
        return switch (instruction) {
            case Planned planned -> Optional.of(planned.instruction().notBefore());
            case Issued issued -> Optional.of(issued.ackBy());
            case Acked acked -> Optional.of(acked.instruction().window().start());
            case Nacked nacked -> Optional.of(nacked.againAt());
            case AckTimeout silent -> Optional.of(silent.head().since());
            case InProgress running ->
                Optional.of(running.instruction().window().end());
            case Ended _ -> Optional.empty();
        };
    }

    private static DispatchInstruction askedAgain(Nacked nacked, Instant now, DispatchLimits limits) {
        String refused = "the site refused it: " + nacked.why();
        return nacked.forGood() ? nacked.failed(now, refused) : issuedAgain(nacked, refused, now, limits);
    }

    private static DispatchInstruction issuedAgain(
            DispatchInstruction.Issuable instruction, String lastly, Instant now, DispatchLimits limits) {
        Instant deadline = instruction.instruction().deadline();
        if (!now.isBefore(deadline)) {
            return instruction.failed(now, lastly + "; its deadline has passed");
        }
        return instruction.revision() >= limits.revisionsMax()
                ? instruction.failed(now, lastly + "; it was issued " + instruction.revision() + " times")
                : instruction.issued(now, deadline);
    }

    /** What will not be asked again does not wait either: the clock ends it at once. */
    private static Instant againAt(Issued issued, SiteRefusal why, Instant now, DispatchLimits limits) {
        Instant again = now.plus(limits.againAfter());
        boolean last = why.forGood() || issued.revision() >= limits.revisionsMax();
        return last ? now : again;
    }

    private static DispatchInstruction ended(Open open, SiteEnding ending, Instant now) {
        return switch (ending) {
            case SiteEnding.Failed failed -> open.failed(now, failed.why());
            case SiteEnding.Overridden overridden -> open.overridden(now, overridden.why());
        };
    }

    private static Optional<Verdict> staleness(DispatchInstruction instruction, int revision) {
        return revision == instruction.revision()
                ? Optional.empty()
                : Optional.of(new Verdict.Refuse(
                        DispatchRefusal.OTHER_REVISION,
                        "the newest revision is " + instruction.revision() + ", not " + revision));
    }

    private static Verdict late() {
        return new Verdict.Refuse(
                DispatchRefusal.ANSWER_TOO_LATE, "the answer was due before; wait for a new revision");
    }

    private static Verdict illegal(String step, DispatchInstruction instruction) {
        return new Verdict.Refuse(
                DispatchRefusal.ILLEGAL_STEP,
                "it is " + instruction.state() + " and cannot be " + step + " in that state");
    }
}
