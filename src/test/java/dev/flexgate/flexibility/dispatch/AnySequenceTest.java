package dev.flexgate.flexibility.dispatch;

import static dev.flexgate.flexibility.dispatch.DispatchFixture.LIMITS;
import static dev.flexgate.flexibility.dispatch.DispatchFixture.NOW;
import static dev.flexgate.flexibility.dispatch.DispatchFixture.WINDOW;
import static dev.flexgate.flexibility.dispatch.DispatchFixture.order;
import static dev.flexgate.flexibility.dispatch.DispatchFixture.wanted;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.flexibility.dispatch.DispatchInstruction.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever sites, people and time do, in whatever order: what is always true of an instruction. */
class AnySequenceTest {

    private static final int INSTRUCTIONS = 40;
    private static final int STEPS = 25;
    private static final Duration LONGEST_STEP = Duration.ofMinutes(14);

    private final DispatchFixture fixture = new DispatchFixture();

    @AfterEach
    void close() {
        fixture.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void no_sequence_breaks_a_promise(long seed) {
        var random = new Random(seed);
        for (int number = 0; number < INSTRUCTIONS; number++) {
            fixture.clock.set(NOW);
            fixture.watched.clear();
            long recordsBefore = fixture.recordsPending();
            DispatchInstruction instruction = fixture.instruct(wanted(order(number), 2_000));
            long refused = walk(random, instruction);
            fixture.at(WINDOW.end().plusSeconds(STEPS * LONGEST_STEP.toSeconds()));
            List<Passage> history = fixture.dispatches.history(instruction.id());
            assertEquals(history.stream().map(Passage::state).toList(), fixture.watched);
            assertEquals(recordsBefore + history.size() + refused, fixture.recordsPending());
            requireSound(instruction.instruction(), history);
        }
    }

    /** How many attempts were refused. */
    private long walk(Random random, DispatchInstruction instruction) {
        long refused = 0;
        for (int step = 0; step < STEPS; step++) {
            long millis = random.nextLong(LONGEST_STEP.toMillis());
            fixture.clock.advance(random.nextBoolean() ? Duration.ofMillis(millis) : LIMITS.againAfter());
            fixture.dispatches.passTime();
            if (attempt(random, fixture.now(instruction)) instanceof DispatchStep.Refused) {
                refused++;
            }
        }
        return refused;
    }

    private DispatchStep attempt(Random random, DispatchInstruction instruction) {
        int revision = Math.max(0, instruction.revision() - random.nextInt(2));
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> fixture.acknowledge(instruction, revision);
            case 3, 4 -> fixture.refuse(instruction, revision, random.nextInt(5) == 0);
            case 5, 6 -> {
                fixture.received(instruction, revision);
                yield new DispatchStep.Repeated(instruction);
            }
            case 7 -> random.nextInt(4) == 0 ? fixture.cancel(instruction) : new DispatchStep.Repeated(instruction);
            case 8 -> random.nextInt(4) == 0 ? fixture.abort(instruction) : new DispatchStep.Repeated(instruction);
            case 9 -> fixture.end(instruction, new SiteEnding.Failed("generator off"));
            case 10 -> fixture.end(instruction, new SiteEnding.Overridden("heat"));
            default -> new DispatchStep.Repeated(instruction);
        };
    }

    private static void requireSound(Instruction instruction, List<Passage> history) {
        assertEquals(
                IntStream.rangeClosed(1, history.size()).boxed().toList(),
                history.stream().map(Passage::version).toList());
        long issues = history.stream()
                .filter(passage -> passage.state() == State.ISSUED)
                .count();
        assertEquals(issues, history.getLast().revision(), "each issue is one revision");
        assertTrue(issues <= LIMITS.revisionsMax());
        assertTrue(isEnd(history.getLast().state()), "it comes to an end: " + history);
        for (Passage passage : history) {
            boolean last = passage.version() == history.size();
            assertTrue(last || !isEnd(passage.state()), "nothing follows an end: " + history);
            if (passage.state() == State.ISSUED) {
                assertTrue(passage.at().isBefore(instruction.deadline()), "issued after its deadline: " + history);
                assertTrue(!passage.at().isBefore(instruction.notBefore()), "issued too soon: " + history);
            }
        }
        requireInOrder(history);
    }

    private static void requireInOrder(List<Passage> history) {
        for (int next = 1; next < history.size(); next++) {
            Instant before = history.get(next - 1).at();
            assertTrue(!history.get(next).at().isBefore(before), "time goes back: " + history);
        }
    }

    private static boolean isEnd(State state) {
        return switch (state) {
            case PLANNED, ISSUED, ACKED, NACKED, ACK_TIMEOUT, IN_PROGRESS -> false;
            case COMPLETED, FAILED, OVERRIDDEN, CANCELLED, ABORTED -> true;
        };
    }
}
