package dev.flexgate.execution;

import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Issued;
import dev.flexgate.flexibility.dispatch.DispatchStep;
import dev.flexgate.flexibility.dispatch.Dispatches;
import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Answer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Carries instructions to the executor of their site, signed anew at every attempt, to the address that is configured
 * now. What the executor decides in its answer is told to dispatch before the message counts as delivered: a crash
 * between the two sends the message again, and the executor knows the repeat by instruction and revision.
 */
final class ExecutorCourier implements Courier {

    static final String NAME = "executor";

    private final ExecutorPost post;
    private final Database database;
    private final Dispatches dispatches;

    ExecutorCourier(ExecutorPost post, ExecutionRooms rooms) {
        this.post = post;
        this.database = rooms.database();
        this.dispatches = rooms.dispatches();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Delivery deliver(OutgoingMessage message, int attempt) {
        Routing routing = Routing.read(message.routing());
        Optional<String> overtaken = overtaken(routing);
        if (overtaken.isPresent()) {
            return new Delivery.GaveUp("not sent: " + overtaken.get());
        }
        String repeat = routing.dispatch() + "-" + routing.revision() + (routing.isInstruction() ? "" : "-release");
        return post.send(
                message,
                routing.site(),
                repeat,
                answer -> routing.isInstruction() ? decided(answer, routing) : post.released(answer));
    }

    /** An instruction that was taken back, or issued anew, while this message waited must not reach the site. */
    private Optional<String> overtaken(Routing routing) {
        if (!routing.isInstruction()) {
            return Optional.empty();
        }
        Optional<DispatchInstruction> now = dispatches.find(routing.dispatch());
        boolean wanted = now.filter(found -> found instanceof Issued && found.revision() == routing.revision())
                .isPresent();
        return wanted
                ? Optional.empty()
                : Optional.of(now.map(found -> "revision " + found.revision() + " is " + found.state())
                        .orElse("no such instruction"));
    }

    private Delivery decided(Answer answer, Routing routing) {
        String status = "HTTP " + answer.status();
        return switch (ExecutorAnswer.of(answer, routing.revision())) {
            case ExecutorAnswer.Taken(int revision) ->
                told(
                        status + " ACK",
                        tx -> dispatches.acknowledged(tx, routing.dispatch(), revision, List.of(routing.cause())));
            case ExecutorAnswer.Refused(int revision, var why) ->
                told(
                        status + " NACK",
                        tx -> dispatches.refused(tx, routing.dispatch(), revision, why, List.of(routing.cause())));
            case ExecutorAnswer.Later() -> {
                database.doInTransaction(tx -> dispatches.received(tx, routing.dispatch(), routing.revision()));
                post.count("later");
                yield new Delivery.Delivered(status + ", will answer later");
            }
            case ExecutorAnswer.Unheard() -> post.again(answer);
        };
    }

    private Delivery told(String note, Function<Tx, DispatchStep> step) {
        return switch (database.inTransaction(step)) {
            case DispatchStep.Taken _ -> {
                post.count(note.endsWith("NACK") ? "nack" : "ack");
                yield new Delivery.Delivered(note);
            }
            case DispatchStep.Repeated _ -> {
                post.count("repeated");
                yield new Delivery.Delivered(note + ", heard before");
            }
            case DispatchStep.Refused refused -> {
                post.count("stale");
                yield new Delivery.Delivered(note + ", not heeded: " + refused.reason());
            }
        };
    }
}
