package dev.flexgate.execution;

import dev.flexgate.outbox.Courier;
import dev.flexgate.outbox.Delivery;
import dev.flexgate.outbox.OutgoingMessage;
import dev.flexgate.planning.Migration;
import dev.flexgate.planning.Migration.Said;
import dev.flexgate.planning.MigrationAnswer;
import dev.flexgate.planning.Migrations;
import dev.flexgate.store.Database;
import dev.flexgate.wire.Answer;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Carries orders to move jobs to the executors of both sites, and what those answer back; see {@link ExecutorCourier}. */
final class MigrationCourier implements Courier {

    static final String NAME = "executor-migration";

    private final ExecutorPost post;
    private final Database database;
    private final Migrations migrations;
    private final InstantSource clock;

    MigrationCourier(ExecutorPost post, ExecutionRooms rooms, Migrations migrations, InstantSource clock) {
        this.post = post;
        this.database = rooms.database();
        this.migrations = migrations;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Delivery deliver(OutgoingMessage message, int attempt) {
        MigrationRouting routing = MigrationRouting.read(message.routing());
        Optional<String> overtaken = overtaken(routing);
        if (overtaken.isPresent()) {
            return new Delivery.GaveUp("not sent: " + overtaken.get());
        }
        String repeat = routing.migration() + "-" + routing.revision() + "-" + routing.site()
                + (routing.isOrder() ? "" : "-withdrawn");
        return post.send(
                message,
                routing.site(),
                repeat,
                answer -> routing.isOrder() ? decided(answer, routing) : post.released(answer));
    }

    /** What was changed or taken back while its message waited must not reach the site. */
    private Optional<String> overtaken(MigrationRouting routing) {
        if (!routing.isOrder()) {
            return Optional.empty();
        }
        Migration now = migrations.find(routing.migration()).orElseThrow();
        boolean wanted = now.state() == Migration.State.ORDERED && now.revision() == routing.revision();
        return wanted ? Optional.empty() : Optional.of("revision " + now.revision() + " is " + now.state());
    }

    private Delivery decided(Answer answer, MigrationRouting routing) {
        String status = "HTTP " + answer.status();
        return switch (ExecutorAnswer.of(answer, routing.revision())) {
            case ExecutorAnswer.Taken(int revision) -> told(status + " ACK", routing, revision, Said.TAKEN, "");
            case ExecutorAnswer.Refused(int revision, var why) ->
                told(status + " NACK", routing, revision, Said.REFUSED, why.text());
            case ExecutorAnswer.Later() -> {
                post.count("later");
                yield new Delivery.Delivered(status + ", will answer later");
            }
            case ExecutorAnswer.Unheard() -> post.again(answer);
        };
    }

    private Delivery told(String note, MigrationRouting routing, int revision, Said said, String why) {
        var answering = new Migrations.Answering(routing.site(), revision, said, why);
        MigrationAnswer came = database.inTransaction(tx -> migrations.answer(
                tx, routing.migration(), answering, clock.instant().truncatedTo(ChronoUnit.MICROS)));
        return switch (came) {
            case MigrationAnswer.Taken _ -> {
                post.count(said == Said.REFUSED ? "nack" : "ack");
                yield new Delivery.Delivered(note);
            }
            case MigrationAnswer.Repeated _ -> {
                post.count("repeated");
                yield new Delivery.Delivered(note + ", heard before");
            }
            case MigrationAnswer.Refused(String not) -> {
                post.count("stale");
                yield new Delivery.Delivered(note + ", not heeded: " + not);
            }
            case MigrationAnswer.Unknown() -> new Delivery.Delivered(note + ", not heeded: no such migration");
        };
    }
}
