package dev.flexgate.outbox;

import dev.flexgate.outbox.Endings.Target;
import dev.flexgate.store.Tx;
import java.time.Instant;

/** Whether a target may be sent to. */
final class Targets {

    private static final String MEET = """
            insert into outbox_target (courier, target)
            values ($1, $2)
            on conflict do nothing
            """;

    private static final String CHANGE = """
            update outbox_target
               set state = $3, state_since = $4, state_reason = $5
             where courier = $1 and target = $2 and state <> $3
            """;

    /** Opened again, it begins with a clean sheet: it would be disabled at its next failure otherwise. */
    private static final String OPEN = """
            update outbox_target
               set state = 'OPEN', state_since = $3, state_reason = '', failures = 0, failing_since = null,
                   not_before = '-infinity'
             where courier = $1 and target = $2 and state <> 'OPEN'
            """;

    private Targets() {}

    static void meet(Tx tx, String courier, String target) {
        tx.update(MEET, courier, target);
    }

    static boolean disable(Tx tx, Target target, String reason, Instant now) {
        return tx.update(CHANGE, target.courier(), target.name(), "DISABLED", now, reason) == 1;
    }

    static boolean pause(Tx tx, Target target, String reason, Instant now) {
        return tx.update(CHANGE, target.courier(), target.name(), "PAUSED", now, reason) == 1;
    }

    static boolean open(Tx tx, Target target, Instant now) {
        return tx.update(OPEN, target.courier(), target.name(), now) == 1;
    }
}
