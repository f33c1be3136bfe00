package dev.flexgate.planning;

import dev.flexgate.negotiation.JobRules;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An agent's seat at one negotiation. Once it has been silent it is not asked again: another deadline a round
 * would buy nothing.
 */
sealed class Seat {

    private final Vertx vertx;
    private final String address;
    private final Duration deadline;
    private final List<Absence> absences;
    private @Nullable Future<Message<Record>> reply;
    private boolean present = true;

    Seat(Vertx vertx, String address, Duration deadline, List<Absence> absences) {
        this.vertx = vertx;
        this.address = address;
        this.deadline = deadline;
        this.absences = absences;
    }

    /** Says something; {@link #answer} waits for what comes back. */
    final void say(Dialogue said) {
        reply = present ? vertx.eventBus().request(address, said, RecordCodec.within(deadline)) : null;
    }

    /** The answer to what was said last; empty from an agent that is not there. */
    final Optional<Record> answer(int round) {
        if (reply == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(reply.await().body());
        } catch (ReplyException silent) {
            leave(round, silent.failureType() + ": " + silent.getMessage());
            return Optional.empty();
        }
    }

    /** From now on the coordinator goes on without it. */
    final void leave(int round, String why) {
        present = false;
        absences.add(new Absence(address, round, why));
    }

    /** The seat of a job agent, with its brief at hand for the case that it is lost. */
    static final class OfJobs extends Seat {

        private final Dialogue.JobsBrief brief;
        private @Nullable JobRules standIn;

        OfJobs(Vertx vertx, String address, Duration deadline, List<Absence> absences, Dialogue.JobsBrief brief) {
            super(vertx, address, deadline, absences);
            this.brief = brief;
        }

        Dialogue.JobsBrief brief() {
            return brief;
        }

        JobRules standIn() {
            if (standIn == null) {
                standIn = JobAgent.rules(brief);
            }
            return standIn;
        }
    }
}
