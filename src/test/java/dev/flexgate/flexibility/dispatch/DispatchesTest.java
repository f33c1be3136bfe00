package dev.flexgate.flexibility.dispatch;

import static dev.flexgate.flexibility.dispatch.DispatchFixture.LEAD;
import static dev.flexgate.flexibility.dispatch.DispatchFixture.LIMITS;
import static dev.flexgate.flexibility.dispatch.DispatchFixture.NOW;
import static dev.flexgate.flexibility.dispatch.DispatchFixture.SITE;
import static dev.flexgate.flexibility.dispatch.DispatchFixture.WINDOW;
import static dev.flexgate.flexibility.dispatch.DispatchFixture.order;
import static dev.flexgate.flexibility.dispatch.DispatchFixture.wanted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.flexibility.dispatch.DispatchFixture.EventDay;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.State;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Power;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class DispatchesTest {

    private final DispatchFixture fixture = new DispatchFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @Nested
    class A_promise_kept {

        @Test
        void goes_from_plan_to_completion_with_the_window() {
            DispatchInstruction instruction = fixture.planned();
            fixture.at(WINDOW.start().minus(LEAD).minusMillis(1));
            assertEquals(State.PLANNED, fixture.now(instruction).state());
            fixture.at(WINDOW.start().minus(LEAD));
            assertEquals(State.ISSUED, fixture.now(instruction).state());
            fixture.acknowledge(instruction, 1);
            fixture.at(WINDOW.start().minusMillis(1));
            assertEquals(State.ACKED, fixture.now(instruction).state());
            fixture.at(WINDOW.start());
            assertEquals(State.IN_PROGRESS, fixture.now(instruction).state());
            fixture.at(WINDOW.end().minusMillis(1));
            assertEquals(State.IN_PROGRESS, fixture.now(instruction).state());
            fixture.at(WINDOW.end());
            assertEquals(State.COMPLETED, fixture.now(instruction).state());
        }

        @Test
        void is_read_back_as_it_was_given() {
            Instruction wanted = wanted(order(1), 2_000);
            DispatchInstruction planned = fixture.instruct(wanted);
            assertEquals(wanted, fixture.now(planned).instruction());
            assertEquals(planned, fixture.now(planned));
            assertEquals(WINDOW.end(), planned.instruction().releaseAt());
            assertEquals(List.of(planned), fixture.dispatches.page(new UUID(-1, -1), 10));
            assertEquals(List.of(planned), fixture.dispatches.ofOrder(order(1)));
        }

        @Test
        void has_one_record_and_one_telling_for_each_state() {
            DispatchInstruction instruction = fixture.inProgress();
            fixture.at(WINDOW.end());
            List<State> states = List.of(State.PLANNED, State.ISSUED, State.ACKED, State.IN_PROGRESS, State.COMPLETED);
            assertEquals(states, fixture.history(instruction));
            assertEquals(states, fixture.watched);
            assertEquals(states.size(), fixture.recordsPending());
        }

        @Test
        void makes_its_day_an_event_day_when_it_is_first_issued() {
            DispatchInstruction instruction = fixture.planned();
            assertEquals(List.of(), fixture.eventDays);
            fixture.at(instruction.instruction().notBefore());
            fixture.refuse(instruction, 1, false);
            fixture.at(fixture.clock.instant().plus(LIMITS.againAfter()));
            assertEquals(2, fixture.now(instruction).revision());
            assertEquals(List.of(new EventDay(SITE, WINDOW)), fixture.eventDays);
        }

        @Test
        void is_made_good_in_one_go_after_a_long_standstill() {
            DispatchInstruction instruction = fixture.acked();
            fixture.at(WINDOW.end().plus(Duration.ofHours(5)));
            assertEquals(State.COMPLETED, fixture.now(instruction).state());
            assertEquals(5, fixture.history(instruction).size());
        }
    }

    @Nested
    class Asking_twice {

        @Test
        void the_same_wish_is_the_same_instruction() {
            DispatchInstruction first = fixture.planned();
            assertEquals(first, fixture.planned());
            assertEquals(1, fixture.recordsPending());
        }

        @Test
        void another_wish_takes_the_place_of_one_not_yet_sent() {
            DispatchInstruction first = fixture.planned();
            DispatchInstruction second = fixture.instruct(wanted(order(1), 1_500));
            assertEquals(State.CANCELLED, fixture.now(first).state());
            assertEquals(List.of(first.id()), second.head().supersedes());
        }

        @Test
        void another_wish_overrides_one_that_runs() {
            DispatchInstruction first = fixture.inProgress();
            DispatchInstruction second = fixture.instruct(new Instruction(
                    order(1),
                    SITE,
                    first.instruction().direction(),
                    wanted(order(1), 1_500).targets(),
                    NOW,
                    WINDOW.end()));
            assertEquals(State.OVERRIDDEN, fixture.now(first).state());
            fixture.at(fixture.clock.instant());
            assertEquals(State.ISSUED, fixture.now(second).state());
        }

        @Test
        void the_first_wish_again_after_a_second_one_is_a_third() {
            DispatchInstruction first = fixture.planned();
            DispatchInstruction second = fixture.instruct(wanted(order(1), 1_500));
            DispatchInstruction third = fixture.planned();
            assertFalse(third.id().equals(first.id()));
            assertEquals(State.CANCELLED, fixture.now(second).state());
        }

        @Test
        void another_promise_at_the_same_site_and_time_stands_beside_it() {
            DispatchInstruction first = fixture.planned();
            fixture.instruct(wanted(order(2), 1_500));
            assertEquals(State.PLANNED, fixture.now(first).state());
        }
    }

    @Nested
    class An_answer {

        @Test
        void twice_is_heard_once() {
            DispatchInstruction issued = fixture.issued();
            assertInstanceOf(DispatchStep.Taken.class, fixture.acknowledge(issued, 1));
            long records = fixture.recordsPending();
            assertInstanceOf(DispatchStep.Repeated.class, fixture.acknowledge(issued, 1));
            assertEquals(records, fixture.recordsPending());
        }

        @Test
        void to_another_revision_is_refused_and_recorded() {
            DispatchInstruction issued = fixture.issued();
            long records = fixture.recordsPending();
            assertEquals(DispatchRefusal.OTHER_REVISION, refusal(fixture.acknowledge(issued, 2)));
            assertEquals(records + 1, fixture.recordsPending());
            assertEquals(State.ISSUED, fixture.now(issued).state());
        }

        @Test
        void at_the_very_deadline_is_too_late() {
            DispatchInstruction issued = fixture.issued();
            fixture.clock.set(issued.instruction().deadline().minusMillis(1));
            fixture.received(issued, 1);
            fixture.clock.set(issued.instruction().deadline());
            assertEquals(DispatchRefusal.ANSWER_TOO_LATE, refusal(fixture.acknowledge(issued, 1)));
        }

        @Test
        void just_before_it_was_due_is_heard() {
            DispatchInstruction issued = fixture.issued();
            fixture.received(issued, 1);
            fixture.clock.advance(LIMITS.ackTimeout().minusMillis(1));
            assertInstanceOf(DispatchStep.Taken.class, fixture.acknowledge(issued, 1));
        }

        @Test
        void that_does_not_come_makes_a_new_revision() {
            DispatchInstruction issued = fixture.issued();
            fixture.received(issued, 1);
            fixture.at(fixture.clock.instant().plus(LIMITS.ackTimeout()));
            assertEquals(
                    List.of(State.PLANNED, State.ISSUED, State.ACK_TIMEOUT, State.ISSUED), fixture.history(issued));
            assertEquals(2, fixture.now(issued).revision());
            assertEquals(DispatchRefusal.OTHER_REVISION, refusal(fixture.acknowledge(issued, 1)));
            assertInstanceOf(DispatchStep.Taken.class, fixture.acknowledge(issued, 2));
        }

        @Test
        void of_no_makes_a_new_revision_after_a_while() {
            DispatchInstruction issued = fixture.issued();
            fixture.refuse(issued, 1, false);
            fixture.at(fixture.clock.instant());
            assertEquals(State.NACKED, fixture.now(issued).state());
            fixture.at(fixture.clock.instant().plus(LIMITS.againAfter()));
            assertEquals(State.ISSUED, fixture.now(issued).state());
            assertEquals(2, fixture.now(issued).revision());
        }

        @Test
        void of_no_for_good_ends_it_at_once() {
            DispatchInstruction issued = fixture.issued();
            fixture.refuse(issued, 1, true);
            fixture.at(fixture.clock.instant());
            assertEquals(State.FAILED, fixture.now(issued).state());
            assertEquals(1, fixture.now(issued).revision());
        }

        @Test
        void of_no_to_every_revision_ends_it() {
            DispatchInstruction issued = fixture.issued();
            for (int revision = 1; revision <= LIMITS.revisionsMax(); revision++) {
                assertInstanceOf(DispatchStep.Taken.class, fixture.refuse(issued, revision, false));
                fixture.at(fixture.clock.instant().plus(LIMITS.againAfter()));
            }
            assertEquals(State.FAILED, fixture.now(issued).state());
            assertEquals(LIMITS.revisionsMax(), fixture.now(issued).revision());
        }
    }

    @Nested
    class A_deadline {

        @Test
        void that_passed_while_nobody_ran_means_that_nothing_is_sent() {
            DispatchInstruction planned = fixture.planned();
            fixture.at(planned.instruction().deadline());
            assertEquals(State.FAILED, fixture.now(planned).state());
            assertEquals(0, fixture.now(planned).revision());
            assertFalse(fixture.watched.contains(State.ISSUED));
        }

        @Test
        void ends_the_waiting_without_another_issue() {
            DispatchInstruction issued = fixture.issued();
            fixture.at(issued.instruction().deadline());
            assertEquals(
                    List.of(State.PLANNED, State.ISSUED, State.ACK_TIMEOUT, State.FAILED), fixture.history(issued));
        }

        @Test
        void comes_before_another_try_after_a_refusal() {
            DispatchInstruction issued = fixture.issued();
            fixture.clock.set(issued.instruction().deadline().minus(LIMITS.againAfter()));
            fixture.refuse(issued, 1, false);
            fixture.at(fixture.clock.instant());
            assertEquals(State.NACKED, fixture.now(issued).state());
            fixture.at(issued.instruction().deadline());
            assertEquals(State.FAILED, fixture.now(issued).state());
            assertEquals(1, fixture.now(issued).revision());
        }
    }

    @Nested
    class Stopping {

        @Test
        void before_the_window_cancels() {
            DispatchInstruction acked = fixture.acked();
            fixture.clock.set(WINDOW.start().minusMillis(1));
            assertInstanceOf(DispatchStep.Taken.class, fixture.cancel(acked));
            assertEquals(State.CANCELLED, fixture.now(acked).state());
            assertInstanceOf(DispatchStep.Repeated.class, fixture.cancel(acked));
        }

        @Test
        void from_the_window_on_does_not_cancel() {
            DispatchInstruction acked = fixture.acked();
            fixture.clock.set(WINDOW.start());
            assertEquals(DispatchRefusal.WINDOW_BEGUN, refusal(fixture.cancel(acked)));
        }

        @Test
        void in_an_emergency_aborts_mid_window() {
            DispatchInstruction running = fixture.inProgress();
            fixture.clock.set(WINDOW.start().plus(Duration.ofMinutes(40)));
            assertInstanceOf(DispatchStep.Taken.class, fixture.abort(running));
            fixture.at(WINDOW.end());
            assertEquals(State.ABORTED, fixture.now(running).state());
            assertEquals(
                    "fire alarm",
                    assertInstanceOf(DispatchInstruction.Ended.class, fixture.now(running))
                            .why());
            assertInstanceOf(DispatchStep.Repeated.class, fixture.abort(running));
        }

        @Test
        void needs_a_reason() {
            DispatchInstruction running = fixture.inProgress();
            assertThrows(
                    IllegalArgumentException.class,
                    () -> fixture.step(tx -> fixture.dispatches.abort(tx, running.id(), " ", List.of())));
            assertEquals(State.IN_PROGRESS, fixture.now(running).state());
        }

        @Test
        void by_the_site_itself_is_an_end_of_its_own() {
            DispatchInstruction running = fixture.inProgress();
            assertInstanceOf(DispatchStep.Taken.class, fixture.end(running, new SiteEnding.Overridden("cooling lost")));
            assertEquals(State.OVERRIDDEN, fixture.now(running).state());
            assertInstanceOf(
                    DispatchStep.Repeated.class, fixture.end(running, new SiteEnding.Overridden("cooling lost")));
            assertEquals(
                    DispatchRefusal.ILLEGAL_STEP, refusal(fixture.end(running, new SiteEnding.Failed("and so on"))));
        }
    }

    @Test
    void a_step_of_an_unknown_instruction_is_refused_and_recorded() {
        var nobody = new DispatchId(new UUID(0, 1));
        DispatchStep step = fixture.step(tx -> fixture.dispatches.acknowledged(tx, nobody, 1, List.of()));
        assertEquals(DispatchRefusal.INSTRUCTION_UNKNOWN, refusal(step));
        assertEquals(1, fixture.recordsPending());
    }

    @Test
    void what_was_delivered_is_the_plan_less_what_was_metered_where_it_was_metered() {
        DispatchInstruction running = fixture.inProgress();
        // Planned were 2,800 kW: 1,400 kWh a half-hour. Told were 800 kW less.
        fixture.metered.put(WINDOW.start(), new SiteMeter.Read(Energy.ofKilowattHours(1_100), Quality.MEASURED));
        fixture.metered.put(
                WINDOW.start().plus(HalfHours.STEP),
                new SiteMeter.Read(Energy.ofKilowattHours(1_500), Quality.ESTIMATED));
        Progress progress = fixture.dispatches.progress(running.instruction());
        assertEquals(
                List.of(
                        Optional.of(Power.ofKilowatts(600)),
                        Optional.of(Power.ofKilowatts(-200)),
                        Optional.<Power>empty(),
                        Optional.<Power>empty()),
                progress.steps().stream().map(Progress.Step::delivered).toList());
        assertEquals(Optional.of(new BigDecimal("0.2500")), progress.ratio());
        assertEquals(Optional.of(Quality.ESTIMATED), progress.quality());
    }

    @Test
    void what_a_site_says_it_draws_is_kept_for_the_newest_revision_alone() {
        DispatchInstruction running = fixture.inProgress();
        Instant at = WINDOW.start().plusSeconds(60);
        assertTrue(report(running, new SiteReport(1, at, at, Power.ofKilowatts(2_100))));
        assertFalse(report(running, new SiteReport(2, at, at, Power.ofKilowatts(2_100))));
        assertEquals(1, fixture.dispatches.reports(running.id(), 10).size());
    }

    private boolean report(DispatchInstruction instruction, SiteReport report) {
        return fixture.database.inTransaction(tx -> fixture.dispatches.reported(tx, instruction.id(), report));
    }

    private static DispatchRefusal refusal(DispatchStep step) {
        return assertInstanceOf(DispatchStep.Refused.class, step).reason();
    }
}
