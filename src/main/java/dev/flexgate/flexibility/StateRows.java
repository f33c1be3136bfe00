package dev.flexgate.flexibility;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.RecordId;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * Things with a state at rest: needs, offers and orders are found, locked and moved on alike.
 *
 * @param <T> the thing
 */
final class StateRows<T> {

    private final String name;
    private final String move;
    private final String find;
    private final String lock;
    private final Function<Row, T> read;

    /**
     * The rows of one table.
     *
     * @param name what a row is, for messages
     * @param alias of the table in {@code select}
     * @param select all columns of a thing, without a condition
     */
    StateRows(String name, String table, String alias, String select, Function<Row, T> read) {
        this.name = name;
        this.move = """
                update %s
                   set state = $2, detail = $3, version = $4, since = $5, record_id = $6
                 where id = $1 and version = $4 - 1
                """.formatted(table);
        this.find = select + " where " + alias + ".id = $1";
        this.lock = find + " for update of " + alias;
        this.read = read;
    }

    /**
     * The state that a thing enters.
     *
     * @param detail what the state holds beside its name
     * @param version one more than that of the row
     */
    record Entered(UUID id, String state, ObjectNode detail, int version, Instant since) {}

    /** Stores the next state; throws {@link IllegalStateException} when another came first. */
    void move(Tx tx, Entered next, RecordId record) {
        int moved = tx.update(
                move, next.id(), next.state(), Json.text(next.detail()), next.version(), next.since(), record.value());
        if (moved != 1) {
            throw new IllegalStateException(name + " " + next.id() + " is not at version " + (next.version() - 1));
        }
    }

    Optional<T> find(Database database, UUID id) {
        return database.row(find, id).map(read);
    }

    Optional<T> lock(Tx tx, UUID id) {
        return tx.row(lock, id).map(read);
    }
}
