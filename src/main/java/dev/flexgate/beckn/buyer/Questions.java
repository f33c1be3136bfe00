package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonLimits;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Questions at rest: each is kept before it leaves, and its answer before it is acknowledged. */
final class Questions {

    /** What we wrote ourselves may be as long as the longest callback makes it. */
    static final JsonLimits OWN = JsonLimits.DEFAULT.withBytes(16 * 1024 * 1024);

    private static final String COLUMNS = """
            select id, purchase_id, partner, message_id, action, dialect, untried, preview, body, signatures, state, trust,
                   error_code, error_message, sent_at, due_at, settled_at, answer, callback_sha
              from beckn_purchase_request
            """;

    private static final String KEEP = """
            insert into beckn_purchase_request
                   (id, purchase_id, partner, message_id, action, dialect, untried, preview, body, sent_at, due_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;

    /** The oldest signature goes when there are too many. */
    private static final String SIGN = """
            update beckn_purchase_request
               set signatures = array_append(
                       case when cardinality(signatures) >= $4 then signatures[2:] else signatures end, $3::text)
             where id = $1 and message_id = $2
            """;

    /** How it was signed is kept though the callback was faster; what it said of the question counts no more then. */
    private static final String JUDGED = """
            update beckn_purchase_request
               set trust = $3,
                   error_code = case when state = 'SENT' then $4 else error_code end,
                   error_message = case when state = 'SENT' then $5 else error_message end
             where id = $1 and message_id = $2
            """;

    private static final String ACKNOWLEDGE = """
            update beckn_purchase_request
               set state = 'ACKNOWLEDGED'
             where id = $1 and message_id = $2 and state = 'SENT'
            """;

    private static final String END = """
            update beckn_purchase_request
               set state = $2, error_code = $3, error_message = $4, settled_at = $5
             where id = $1 and state in ('SENT', 'ACKNOWLEDGED')
            """;

    private static final String AGAIN = """
            update beckn_purchase_request
               set message_id = $2, dialect = $3, untried = $4, body = $5, signatures = '{}', state = 'SENT', trust = '',
                   error_code = '', error_message = '', sent_at = $6, due_at = $7
             where id = $1
            """;

    private static final String ANSWER = """
            update beckn_purchase_request
               set state = $2, error_code = $3, error_message = $4, answer = $5, callback = $6, callback_auth = $7,
                   callback_sha = $8, settled_at = $9
             where id = $1
            """;

    private static final String WAITING = """
            select count(*) as n
              from beckn_purchase_request asked
              join beckn_purchase bought on bought.id = asked.purchase_id
             where bought.tenant = $1 and asked.state in ('SENT', 'ACKNOWLEDGED') and asked.due_at > $2
            """;

    private final Database database;

    Questions(Database database) {
        this.database = database;
    }

    void keep(Tx tx, Question question) {
        tx.update(
                KEEP,
                question.id(),
                question.purchase(),
                question.partner(),
                question.messageId(),
                question.action().label(),
                question.dialect(),
                String.join(",", question.untried()),
                question.preview(),
                question.body(),
                question.sentAt(),
                question.dueAt());
    }

    /** Kept before the bytes leave: a callback may come before the acknowledgement does. */
    void sign(UUID id, String messageId, String authorization, int most) {
        database.doInTransaction(tx -> tx.update(SIGN, id, messageId, authorization, most));
    }

    void judged(UUID id, String messageId, String trust, String code, String message) {
        database.doInTransaction(tx -> tx.update(JUDGED, id, messageId, trust, code, message));
    }

    void acknowledge(Tx tx, UUID id, String messageId) {
        tx.update(ACKNOWLEDGE, id, messageId);
    }

    void end(Tx tx, UUID id, Question.State state, String code, String message, Instant now) {
        tx.update(END, id, state.name(), code, message, now);
    }

    /** Asked anew, in other words and under another message id. */
    void again(Tx tx, UUID id, Question again) {
        tx.update(
                AGAIN,
                id,
                again.messageId(),
                again.dialect(),
                String.join(",", again.untried()),
                again.body(),
                again.sentAt(),
                again.dueAt());
    }

    void answer(
            Tx tx, UUID id, Heard heard, Question.State state, String code, String text, ObjectNode said, Instant at) {
        tx.update(
                ANSWER,
                id,
                state.name(),
                code,
                text,
                Json.text(said),
                heard.body(),
                heard.authorization(),
                heard.sha(),
                at);
    }

    long waiting(Tx tx, String tenant, Instant now) {
        return tx.row(WAITING, tenant, now).orElseThrow().getLong("n");
    }

    Optional<Question> find(UUID id) {
        return database.row(COLUMNS + " where id = $1", id).map(Questions::question);
    }

    Optional<Question> asked(String partner, String messageId) {
        return database.row(COLUMNS + " where partner = $1 and message_id = $2", partner, messageId)
                .map(Questions::question);
    }

    Optional<Question> locked(Tx tx, UUID id) {
        return tx.row(COLUMNS + " where id = $1 for update", id).map(Questions::question);
    }

    List<Question> of(UUID purchase, int limit) {
        return database.rows(COLUMNS + " where purchase_id = $1 order by id desc limit $2", purchase, limit).stream()
                .map(Questions::question)
                .toList();
    }

    private static Question question(Row row) {
        String untried = Columns.text(row, "untried");
        return new Question(
                Columns.uuid(row, "id"),
                Columns.uuid(row, "purchase_id"),
                Columns.text(row, "partner"),
                Columns.text(row, "message_id"),
                Action.labelled(Columns.text(row, "action")).orElseThrow(),
                Columns.text(row, "dialect"),
                untried.isEmpty() ? List.of() : List.of(untried.split(",", -1)),
                row.getBoolean("preview"),
                Columns.bytes(row, "body"),
                Stream.of(row.getArrayOfStrings("signatures")).toList(),
                Question.State.valueOf(Columns.text(row, "state")),
                Columns.text(row, "trust"),
                Columns.text(row, "error_code"),
                Columns.text(row, "error_message"),
                Columns.instant(row, "sent_at"),
                Columns.instant(row, "due_at"),
                Columns.maybeInstant(row, "settled_at"),
                Columns.maybeText(row, "answer").map(PurchaseBook::json),
                Columns.maybeBytes(row, "callback_sha").map(Buffer::buffer));
    }
}
