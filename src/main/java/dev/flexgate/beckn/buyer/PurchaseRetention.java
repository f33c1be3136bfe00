package dev.flexgate.beckn.buyer;

import dev.flexgate.store.Columns;
import dev.flexgate.store.Tx;
import java.time.Instant;
import java.util.UUID;

/**
 * Forgets old purchases: what was asked, answered and told. The row stays, and of each message its id and the SHA-256 of
 * its bytes, which the audit records name. A purchase whose window is still ahead, or with a question that waits for its
 * answer, is never forgotten.
 */
final class PurchaseRetention {

    private static final String OLD = """
            select id
              from beckn_purchase old
             where forgotten_at is null and changed_at < $1 and (ends_at is null or ends_at < $1)
               and not exists (select 1
                                 from beckn_purchase_request asked
                                where asked.purchase_id = old.id
                                  and (asked.sent_at >= $1
                                       or asked.state in ('SENT', 'ACKNOWLEDGED') and asked.due_at > $2))
               and not exists (select 1
                                 from beckn_purchase_news told
                                where told.purchase_id = old.id and told.received_at >= $1)
             order by changed_at
             limit $3
               for update skip locked
            """;

    private static final String FORGET_QUESTIONS = """
            update beckn_purchase_request
               set body_sha = sha256(body), body = ''::bytea, signatures = '{}', answer = null, callback = null,
                   callback_auth = null
             where purchase_id = any($1)
            """;

    private static final String FORGET_NEWS = """
            update beckn_purchase_news
               set content = '{}', body = ''::bytea, auth_header = ''
             where purchase_id = any($1)
            """;

    private static final String MARK =
            "update beckn_purchase set forgotten_at = $2, contract = null where id = any($1)";

    private PurchaseRetention() {}

    static int forget(Tx tx, Instant before, Instant now, int most) {
        UUID[] old = tx.rows(OLD, before, now, most).stream()
                .map(row -> Columns.uuid(row, "id"))
                .toArray(UUID[]::new);
        if (old.length > 0) {
            tx.update(FORGET_QUESTIONS, (Object) old);
            tx.update(FORGET_NEWS, (Object) old);
            tx.update(MARK, old, now);
        }
        return old.length;
    }
}
