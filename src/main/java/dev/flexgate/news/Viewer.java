package dev.flexgate.news;

import dev.flexgate.audit.StoredRecord;
import java.util.Set;

/**
 * Who looks at events.
 *
 * @param operator whether it is the operator of the gateway, who sees all
 * @param parties the names under which records may concern it: its tenant, its participant ids
 */
public record Viewer(boolean operator, Set<String> parties) {

    public Viewer {
        parties = Set.copyOf(parties);
    }

    public static Viewer theOperator() {
        return new Viewer(true, Set.of());
    }

    public static Viewer of(String party) {
        return new Viewer(false, Set.of(party));
    }

    public static Viewer of(Set<String> parties) {
        return new Viewer(false, parties);
    }

    /** Whether a record concerns it: that of a contract concerns its parties. */
    public boolean mayRead(StoredRecord record) {
        return operator || Event.parties(record.payload()).stream().anyMatch(parties::contains);
    }

    public boolean sees(Event event) {
        return operator
                || switch (event.audience()) {
                    case EVERYBODY -> true;
                    case PARTIES -> event.parties().stream().anyMatch(parties::contains);
                    case OPERATOR -> false;
                };
    }
}
