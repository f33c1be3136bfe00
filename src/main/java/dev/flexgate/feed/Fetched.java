package dev.flexgate.feed;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What came of asking a provider: readings that may be stored, or the reason why nothing may be. */
public sealed interface Fetched {

    /**
     * A usable answer.
     *
     * @param readings in order of time, at least one
     * @param issuedAt when the provider issued it, or when we asked where it does not say
     * @param coverage whether everything came that the provider ought to have by now
     * @param nextAt before this the provider cannot have anything newer: asking earlier is waste
     */
    record Received(List<Reading> readings, Instant issuedAt, Coverage coverage, Instant nextAt) implements Fetched {
        public Received {
            readings = List.copyOf(readings);
            if (readings.isEmpty()) {
                throw new IllegalArgumentException("an answer without readings is Missing");
            }
        }
    }

    /**
     * No usable answer; nothing of it is stored.
     *
     * @param detail for the operator; holds no address and no key
     * @param retryAt when the provider may be asked again, where that is known
     */
    record Missing(Reason reason, String detail, Optional<Instant> retryAt) implements Fetched {
        public Missing(Reason reason, String detail) {
            this(reason, detail, Optional.empty());
        }
    }

    /** Whether a usable answer is all of what was due. */
    enum Coverage {
        FULL,
        /** Stops early or has holes: stored as far as it goes, the forecast fills the rest. */
        SHORT
    }

    /** Why there is no usable answer. */
    enum Reason {
        /** Recent answers failed so often that asking is suspended for a while. */
        CIRCUIT_OPEN,
        /** The address is not one that we may call. */
        ADDRESS_REFUSED,
        /** No connection, or it broke. */
        UNREACHABLE,
        /** No whole answer before the deadline. */
        TIMEOUT,
        /** More bytes or pages than we read. */
        TOO_LARGE,
        /** A status of 300 to 399: we follow no redirects. */
        REDIRECTED,
        /** A status of 429, or we were asked to wait: we ask too often. */
        RATE_LIMITED,
        /** Our own budget for this provider is used up for now; nothing was asked. */
        BUDGET_SPENT,
        /** A status of 401: the key, token or login is not accepted. */
        UNAUTHORIZED,
        /** A status of 400 to 499: asking again the same way cannot help. */
        REFUSED,
        /** A status of 500 or more. */
        SERVER_FAULT,
        /** Success without content: no body, {@code {}}, {@code {"data":[]}}, or nothing but nulls. */
        EMPTY,
        /** Not JSON, such as a page of a firewall. */
        NOT_JSON,
        /** Not the XML, CSV or zip archive that was asked for. */
        NOT_READABLE,
        /** Made-up numbers, such as those a sandbox key gets. */
        SYNTHETIC,
        /** JSON, but not what the provider documents, or values that cannot be. */
        WRONG_SHAPE,
        /** A next page on another host. */
        FOREIGN_PAGE
    }
}
