package dev.flexgate.flexibility.dispatch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.flexibility.dispatch.DispatchInstruction.Aborted;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.AckTimeout;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Acked;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Cancelled;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Completed;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Failed;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.InProgress;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Issued;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Nacked;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Overridden;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Planned;
import dev.flexgate.flexibility.dispatch.DispatchRules.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every state against every step: what is legal, what is a repeat, what is refused. */
class DispatchRulesTest {

    private static final Instant BEFORE = DispatchFixture.WINDOW.start().minusSeconds(600);
    private static final DispatchLimits LIMITS = DispatchLimits.DEFAULT;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # state       | ack     | nack    | failed   | overridden | cancel    | abort   | passing of time
            PLANNED       | -       | -       | -        | -          | CANCELLED | ABORTED | ISSUED
            ISSUED        | ACKED   | NACKED  | -        | -          | CANCELLED | ABORTED | ACK_TIMEOUT
            ACKED         | =       | -       | FAILED   | OVERRIDDEN | CANCELLED | ABORTED | IN_PROGRESS
            NACKED        | -       | =       | -        | -          | CANCELLED | ABORTED | ISSUED
            ACK_TIMEOUT   | -       | -       | -        | -          | CANCELLED | ABORTED | ISSUED
            IN_PROGRESS   | =       | -       | FAILED   | OVERRIDDEN | CANCELLED | ABORTED | COMPLETED
            COMPLETED     | =       | -       | -        | -          | -         | -       | none
            FAILED        | -       | -       | =        | -          | -         | -       | none
            OVERRIDDEN    | -       | -       | -        | =          | -         | -       | none
            CANCELLED     | -       | -       | -        | -          | =         | -       | none
            ABORTED       | -       | -       | -        | -          | -         | =       | none
            """)
    void a_step_is_taken_repeated_or_refused_by_the_state_alone(
            String state,
            String ack,
            String nack,
            String failed,
            String overridden,
            String cancel,
            String abort,
            String time) {
        DispatchInstruction instruction = states().filter(
                        each -> each.state().name().equals(state))
                .findFirst()
                .orElseThrow();
        int revision = instruction.revision();
        assertEquals(ack, word(DispatchRules.acknowledge(instruction, revision, BEFORE)));
        assertEquals(
                nack, word(DispatchRules.refuse(instruction, revision, new SiteRefusal("no", false), BEFORE, LIMITS)));
        assertEquals(failed, word(DispatchRules.end(instruction, revision, new SiteEnding.Failed("x"), BEFORE)));
        assertEquals(
                overridden, word(DispatchRules.end(instruction, revision, new SiteEnding.Overridden("x"), BEFORE)));
        assertEquals(cancel, word(DispatchRules.cancel(instruction, "x", BEFORE)));
        assertEquals(abort, word(DispatchRules.abort(instruction, "x", BEFORE)));
        Instant due = DispatchRules.dueAt(instruction).orElse(BEFORE);
        assertEquals(
                time,
                DispatchRules.passingOfTime(instruction, due, LIMITS)
                        .map(next -> next.state().name())
                        .orElse("none"));
    }

    @ParameterizedTest
    @MethodSource("states")
    void a_step_that_is_taken_counts_one_version_on(DispatchInstruction instruction) {
        Stream.of(
                        DispatchRules.acknowledge(instruction, instruction.revision(), BEFORE),
                        DispatchRules.cancel(instruction, "x", BEFORE),
                        DispatchRules.abort(instruction, "x", BEFORE))
                .forEach(verdict -> {
                    if (verdict instanceof Verdict.Take(DispatchInstruction next)) {
                        assertEquals(
                                instruction.head().version() + 1, next.head().version());
                        assertEquals(BEFORE, next.head().since());
                        assertEquals(instruction.instruction(), next.instruction());
                    }
                });
    }

    @ParameterizedTest
    @MethodSource("states")
    void time_alone_does_nothing_before_it_is_due(DispatchInstruction instruction) {
        DispatchRules.dueAt(instruction)
                .map(due -> DispatchRules.passingOfTime(instruction, due.minusNanos(1), LIMITS))
                .ifPresent(early -> assertEquals(true, early.isEmpty()));
    }

    private static Stream<DispatchInstruction> states() {
        Head planned = new Head(
                new DispatchId(new UUID(1, 1)),
                DispatchFixture.wanted(new UUID(2, 2), 2_000),
                List.of(),
                0,
                1,
                DispatchFixture.NOW);
        Head head = planned.nextRevision(DispatchFixture.NOW);
        Instant deadline = head.instruction().deadline();
        return Stream.of(
                new Planned(planned),
                new Issued(head, deadline.minusSeconds(60)),
                new Acked(head),
                new Nacked(head, "no", false, DispatchFixture.NOW.plusSeconds(5)),
                new AckTimeout(head),
                new InProgress(head),
                new Completed(head),
                new Failed(head, "why"),
                new Overridden(head, "why"),
                new Cancelled(head, "why"),
                new Aborted(head, "why"));
    }

    private static String word(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Take(DispatchInstruction next) -> next.state().name();
            case Verdict.Same() -> "=";
            case Verdict.Refuse _ -> "-";
        };
    }
}
