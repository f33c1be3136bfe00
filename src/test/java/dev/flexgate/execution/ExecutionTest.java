package dev.flexgate.execution;

import static dev.flexgate.execution.ExecutionFixture.SITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Await;
import dev.flexgate.execution.ExecutionFixture.Pair;
import dev.flexgate.execution.simulated.Heard;
import dev.flexgate.execution.simulated.Manner;
import dev.flexgate.execution.simulated.SimulatedSite;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.State;
import dev.flexgate.identity.SigningKey;
import dev.flexgate.identity.WebhookKey;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.store.TestDatabase;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Instructions carried over real HTTP to a site that behaves as it is told. */
class ExecutionTest {

    private static final Duration SOON = Duration.ofSeconds(40);
    private static final Interval FIRST = Interval.of("2026-03-10T16:00:00Z", "2026-03-10T16:30:00Z");

    @Test
    void a_site_takes_an_instruction_that_is_signed_and_whole() {
        try (Pair pair = Pair.open(SOON)) {
            DispatchInstruction instruction = pair.gateway().started().instruct();
            awaitState(pair, instruction, State.ACKED);
            Heard heard = pair.site().heard().getFirst();
            assertEquals("flex.dispatch.instruct.v1", heard.type());
            assertEquals(instruction.id().toString(), heard.dispatchId());
            assertEquals(1, heard.revision());
            assertEquals(SITE.value(), heard.data().get("siteId").asText());
            assertEquals("2026-03-10T17:00:00Z", heard.data().get("releaseAt").asText());
            assertEquals(2, heard.data().get("targets").size());
            assertEquals(1_800_000, heard.data().at("/targets/0/facilityPowerW").asLong());
            assertEquals(Power.ofKilowatts(1_800), pair.site().load(FIRST, Power.ofKilowatts(2_400)));
        }
    }

    @Test
    void the_whole_way_is_on_record() {
        try (Pair pair = Pair.open(Duration.ofSeconds(2))) {
            DispatchInstruction instruction = pair.gateway().started().instruct();
            awaitState(pair, instruction, State.IN_PROGRESS);
            assertEquals(
                    List.of(State.PLANNED, State.ISSUED, State.ACKED, State.IN_PROGRESS),
                    pair.gateway().history(instruction));
            Await.until(
                    "the delivery is on record",
                    () -> pair.gateway().recorded().stream()
                            .anyMatch(
                                    record -> record.contains("CALLBACK_OUTCOME") && record.contains("HTTP 200 ACK")));
        }
    }

    @Nested
    class A_site_that {

        @Test
        void refuses_is_asked_again_as_a_new_revision() {
            try (Pair pair = Pair.open(SOON)) {
                pair.site().answerNext(Manner.NACK, Manner.UNPROCESSABLE);
                DispatchInstruction instruction = pair.gateway().started().instruct();
                awaitState(pair, instruction, State.ACKED);
                assertEquals(3, pair.gateway().revision(instruction));
                assertEquals(
                        List.of(1, 2, 3),
                        pair.site().heard().stream().map(Heard::revision).toList());
            }
        }

        @Test
        void refuses_for_good_is_not_asked_again() {
            try (Pair pair = Pair.open(SOON)) {
                pair.site().answerNext(Manner.NACK_FOR_GOOD);
                DispatchInstruction instruction = pair.gateway().started().instruct();
                awaitState(pair, instruction, State.FAILED);
                assertEquals(1, pair.site().heard().size());
            }
        }

        @Test
        void does_not_decide_in_time_is_asked_again() {
            try (Pair pair = Pair.open(SOON)) {
                pair.site().answerNext(Manner.LATER);
                DispatchInstruction instruction = pair.gateway().started().instruct();
                awaitState(pair, instruction, State.ACKED);
                assertEquals(
                        List.of(State.PLANNED, State.ISSUED, State.ACK_TIMEOUT, State.ISSUED, State.ACKED),
                        pair.gateway().history(instruction));
            }
        }

        @Test
        void never_decides_is_asked_so_often_and_then_given_up() {
            try (Pair pair = Pair.open(SOON)) {
                pair.site().answer(Manner.LATER);
                DispatchInstruction instruction = pair.gateway().started().instruct();
                awaitState(pair, instruction, State.FAILED);
                assertEquals(4, pair.site().heard().size());
            }
        }

        @Test
        void is_broken_hears_the_same_revision_until_it_is_mended() {
            try (Pair pair = Pair.open(SOON)) {
                pair.site().answerNext(Manner.BROKEN, Manner.BROKEN);
                DispatchInstruction instruction = pair.gateway().started().instruct();
                awaitState(pair, instruction, State.ACKED);
                assertEquals(
                        List.of(1, 1, 1),
                        pair.site().heard().stream().map(Heard::revision).toList());
                assertEquals(
                        1,
                        pair.site().heard().stream()
                                .map(Heard::eventId)
                                .distinct()
                                .count());
            }
        }

        @Test
        void took_it_but_was_not_heard_knows_the_repeat() {
            try (Pair pair = Pair.open(SOON)) {
                pair.site().answerNext(Manner.ACK_UNHEARD);
                DispatchInstruction instruction = pair.gateway().started().instruct();
                awaitState(pair, instruction, State.ACKED);
                assertEquals(1, pair.gateway().revision(instruction));
                assertEquals(2, pair.site().heard().size());
                assertEquals(Power.ofKilowatts(1_800), pair.site().load(FIRST, Power.ofKilowatts(2_400)));
            }
        }

        @Test
        void does_not_believe_the_signature_leaves_the_instruction_failed_at_its_deadline() {
            InstantSource clock = ExecutionFixture.clock(Duration.ofSeconds(3));
            byte[] another = new byte[SigningKey.SEED_LENGTH];
            another[0] = 1;
            WebhookKey.Checks stranger =
                    new WebhookKey.OfPublicKey(SigningKey.ofSeed(another).publicKey());
            try (SimulatedSite site = SimulatedSite.open(TestDatabase.vertx(), clock, List.of(stranger));
                    var gateway = new ExecutionFixture(clock, TestDatabase.fresh(), site.url())) {
                DispatchInstruction instruction = gateway.started().instruct();
                Await.until("failed", () -> gateway.state(instruction) == State.FAILED);
                assertEquals(List.of(), site.heard());
            }
        }

        @Test
        void has_the_other_key_believes_too() {
            InstantSource clock = ExecutionFixture.clock(SOON);
            WebhookKey.Checks secret = WebhookKey.Secret.parse(ExecutionFixture.SECRET);
            try (SimulatedSite site = SimulatedSite.open(TestDatabase.vertx(), clock, List.of(secret));
                    var gateway = new ExecutionFixture(clock, TestDatabase.fresh(), site.url())) {
                DispatchInstruction instruction = gateway.started().instruct();
                Await.until("acked", () -> gateway.state(instruction) == State.ACKED);
            }
        }

        @Test
        void comes_back_late_is_not_told_what_it_is_too_late_for() {
            InstantSource clock = ExecutionFixture.clock(Duration.ofSeconds(2));
            SimulatedSite first = SimulatedSite.open(TestDatabase.vertx(), clock, List.of());
            URI url = first.url();
            first.close();
            try (var gateway = new ExecutionFixture(clock, TestDatabase.fresh(), url)) {
                DispatchInstruction instruction = gateway.started().instruct();
                Await.until("failed", () -> gateway.state(instruction) == State.FAILED);
                try (SimulatedSite back = SimulatedSite.open(TestDatabase.vertx(), clock, List.of(), url.getPort())) {
                    Await.until("buried", () -> gateway.outbox.standing().dead() == 1);
                    assertEquals(0, gateway.outbox.standing().depth());
                    assertEquals(List.of(), back.heard());
                }
            }
        }

        @Test
        void was_away_and_comes_back_in_time_is_told() {
            InstantSource clock = ExecutionFixture.clock(SOON);
            SimulatedSite first = SimulatedSite.open(TestDatabase.vertx(), clock, List.of());
            URI url = first.url();
            first.close();
            try (var gateway = new ExecutionFixture(clock, TestDatabase.fresh(), url)) {
                DispatchInstruction instruction = gateway.started().instruct();
                Await.until("tried", () -> attempts(gateway) >= 2);
                try (SimulatedSite back = SimulatedSite.open(TestDatabase.vertx(), clock, List.of(), url.getPort())) {
                    Await.until("acked", () -> gateway.state(instruction) == State.ACKED);
                    assertEquals(1, back.heard().size());
                }
            }
        }
    }

    @Nested
    class A_gateway_that_dies {

        @Test
        void between_issue_and_answer_sends_it_when_it_lives_again() {
            try (Pair pair = Pair.open(SOON)) {
                pair.gateway().startClock();
                DispatchInstruction instruction = pair.gateway().instruct();
                awaitState(pair, instruction, State.ISSUED);
                pair.gateway().stop();
                assertEquals(List.of(), pair.site().heard());
                pair.gateway().started();
                awaitState(pair, instruction, State.ACKED);
                assertEquals(1, pair.gateway().revision(instruction));
            }
        }

        @Test
        void past_the_deadline_sends_nothing_when_it_lives_again() {
            try (Pair pair = Pair.open(Duration.ofSeconds(1))) {
                pair.gateway().startClock();
                DispatchInstruction instruction = pair.gateway().instruct();
                awaitState(pair, instruction, State.ISSUED);
                pair.gateway().stop();
                Await.until(
                        "the deadline passes",
                        () -> !pair.gateway()
                                .clock
                                .instant()
                                .isBefore(instruction.instruction().deadline()));
                pair.gateway().started();
                awaitState(pair, instruction, State.FAILED);
                Await.until("buried", () -> pair.gateway().outbox.standing().depth() == 0);
                assertEquals(List.of(), pair.site().heard());
            }
        }
    }

    @Nested
    class Stopping {

        @Test
        void mid_window_frees_the_site() {
            try (Pair pair = Pair.open(Duration.ofSeconds(2))) {
                DispatchInstruction instruction = pair.gateway().started().instruct();
                awaitState(pair, instruction, State.IN_PROGRESS);
                pair.gateway().abort(instruction);
                Await.until("released", () -> pair.site().heard().size() == 2);
                Heard release = pair.site().heard().getLast();
                assertEquals("flex.dispatch.release.v1", release.type());
                assertEquals("fire alarm", release.data().get("why").asText());
                Interval second = Interval.of("2026-03-10T16:30:00Z", "2026-03-10T17:00:00Z");
                assertEquals(Power.ofKilowatts(2_400), pair.site().load(second, Power.ofKilowatts(2_400)));
            }
        }

        @Test
        void before_the_window_frees_the_site() {
            try (Pair pair = Pair.open(SOON)) {
                DispatchInstruction instruction = pair.gateway().started().instruct();
                awaitState(pair, instruction, State.ACKED);
                pair.gateway().cancel(instruction);
                Await.until("released", () -> pair.site().heard().size() == 2);
                assertEquals(Power.ofKilowatts(2_400), pair.site().load(FIRST, Power.ofKilowatts(2_400)));
            }
        }

        @Test
        void what_was_promised_and_not_yet_sent_sends_no_instruction() {
            try (Pair pair = Pair.open(SOON)) {
                pair.gateway().startClock();
                DispatchInstruction instruction = pair.gateway().instruct();
                awaitState(pair, instruction, State.ISSUED);
                pair.gateway().cancel(instruction);
                pair.gateway().stop();
                pair.gateway().started();
                Await.until("settled", () -> pair.gateway().outbox.standing().depth() == 0);
                assertTrue(pair.site().heard().stream()
                        .noneMatch(heard -> heard.type().contains("instruct")));
            }
        }

        @Test
        void by_a_newer_instruction_names_what_it_replaces() {
            try (Pair pair = Pair.open(SOON)) {
                DispatchInstruction first = pair.gateway().started().instruct();
                awaitState(pair, first, State.ACKED);
                DispatchInstruction second = pair.gateway().instruct(1_500);
                awaitState(pair, second, State.ACKED);
                assertEquals(State.OVERRIDDEN, pair.gateway().state(first));
                Heard heard = pair.site().heard().getLast();
                assertEquals(
                        first.id().toString(), heard.data().at("/supersedes/0").asText());
                assertFalse(pair.site().heard().stream()
                        .anyMatch(each -> each.type().contains("release")));
                assertEquals(Power.ofKilowatts(1_500), pair.site().load(FIRST, Power.ofKilowatts(2_400)));
            }
        }
    }

    private static long attempts(ExecutionFixture gateway) {
        return gateway.database
                .row("select coalesce(max(attempts), 0)::bigint as n from outbox_message")
                .orElseThrow()
                .getLong("n");
    }

    private static void awaitState(Pair pair, DispatchInstruction instruction, State state) {
        Await.until(state.name(), () -> pair.gateway().state(instruction) == state);
    }
}
