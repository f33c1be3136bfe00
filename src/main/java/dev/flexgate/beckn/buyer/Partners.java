package dev.flexgate.beckn.buyer;

import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.registry.Lookup;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.registry.RegistryUnavailableException;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.purchase.Ask;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Of whom we buy: where they are, and which generation they speak. */
final class Partners {

    private static final String LEARN = """
            insert into beckn_partner (subscriber, dialect, learned_at)
            values ($1, $2, $3)
                on conflict (subscriber) do update
               set dialect = excluded.dialect, learned_at = excluded.learned_at
             where beckn_partner.dialect <> excluded.dialect
            """;

    private final Database database;
    private final Registry registry;
    private final Dialects dialects;
    private final Duration patience;
    private final InstantSource clock;

    Partners(Database database, Registry registry, Dialects dialects, Duration patience, InstantSource clock) {
        this.database = database;
        this.registry = registry;
        this.dialects = dialects;
        this.patience = patience;
        this.clock = clock;
    }

    /** A provider of this name; {@code id|key} asks a registry that lists keys alone for the key. */
    Optional<Participant> find(String name) {
        int bar = name.indexOf('|');
        return (bar < 0 ? reach(name) : asked(new KeyId(name.substring(0, bar), name.substring(bar + 1))))
                .filter(participant -> participant.role() == Role.BPP);
    }

    private Optional<Participant> reach(String id) {
        return registry.reach(id, clock.instant());
    }

    private Optional<Participant> asked(KeyId keyId) {
        try {
            return registry.ask(keyId, clock.instant()).await(patience.toMillis(), TimeUnit.MILLISECONDS)
                            instanceof Lookup.Known(Participant participant)
                    ? Optional.of(participant)
                    : Optional.empty();
        } catch (RegistryUnavailableException | TimeoutException away) {
            return Optional.empty();
        }
    }

    /**
     * In which dialects to try a partner, the first one first: the one that is asked for, configured or was learned,
     * else all, the newest first.
     */
    List<String> dialects(Participant participant, Ask.Partner asked) {
        if (!asked.dialect().isEmpty()) {
            return List.of(dialects.named(asked.dialect()).name());
        }
        return participant
                .dialect()
                .or(() -> learned(participant.subscriberId()))
                .map(List::of)
                .orElseGet(dialects::names);
    }

    private Optional<String> learned(String subscriber) {
        return database.row("select dialect from beckn_partner where subscriber = $1", subscriber)
                .map(row -> Columns.text(row, "dialect"));
    }

    /** A partner has answered in this dialect. */
    void learn(Tx tx, String subscriber, String dialect, Instant now) {
        tx.update(LEARN, subscriber, dialect, now);
    }
}
