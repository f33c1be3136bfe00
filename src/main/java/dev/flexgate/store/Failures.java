package dev.flexgate.store;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.TransactionRollbackException;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for the driver and puts its failures, which come without a stack, into our own words. */
final class Failures {

    /** Server shutting down or starting up, too many connections, out of a resource, cancelled by a timeout. */
    private static final Set<String> UNAVAILABLE = Set.of("57P01", "57P02", "57P03", "57014", "25P03", "25P04");

    private static final Set<String> UNAVAILABLE_CLASSES = Set.of("08", "53", "58");

    private Failures() {}

    /** The result of {@code future}, waited for at most {@code patience}; {@code act} says in errors what it was for. */
    static <T> T await(Future<T> future, Duration patience, String act) {
        try {
            return future.await(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException late) {
            throw new StoreUnavailableException("no answer within " + patience + " to: " + act, "", late);
        } catch (Exception failure) {
            throw translated(failure, act);
        }
    }

    static void refuseEventLoop() {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("waiting for the database would block the event loop; use pool()");
        }
    }

    static StoreException translated(Throwable failure, String act) {
        return switch (failure) {
            case StoreException known -> known;
            case PgException refused -> refused(refused, act);
            case TransactionRollbackException _ ->
                new StoreException("rolled back instead of committed, since a statement failed", "25P02", failure);
            case InterruptedException _ -> {
                Thread.currentThread().interrupt();
                yield new StoreUnavailableException("interrupted while waiting for: " + act, "", failure);
            }
            case ClosedConnectionException _ -> lost(failure, act);
            case IOException _ -> lost(failure, act);
            case VertxException closed when isNoMore(closed) -> lost(failure, act);
            default -> new StoreException(failure.getMessage() + "; in: " + act, "", failure);
        };
    }

    /** For a failure to get a connection at all: whatever the driver calls it, nothing was begun. */
    static StoreException unreachable(Throwable failure, DatabaseAddress address) {
        StoreException known = translated(failure, "connect to " + address);
        boolean refusedForGood = failure instanceof PgException && !(known instanceof StoreUnavailableException);
        return refusedForGood || known instanceof StoreUnavailableException
                ? known
                : new StoreUnavailableException("no connection to " + address + ": " + failure.getMessage(), "", known);
    }

    /** The driver has no type for a statement on a connection that the pool has not yet seen break. */
    private static boolean isNoMore(VertxException failure) {
        return String.valueOf(failure.getMessage()).startsWith("Connection is not active");
    }

    private static StoreUnavailableException lost(Throwable failure, String act) {
        return new StoreUnavailableException("lost the database in: " + act, "", failure);
    }

    private static StoreException refused(PgException refused, String act) {
        String state = Objects.requireNonNullElse(refused.getSqlState(), "");
        // The server's detail is left out: it quotes values.
        String message = refused.getErrorMessage() + " [" + state + "] in: " + act;
        if (state.startsWith("23")) {
            String column = Objects.requireNonNullElse(refused.getColumn(), "");
            String constraint = Objects.requireNonNullElse(refused.getConstraint(), column);
            return new ConstraintViolatedException(message, state, constraint, refused);
        }
        boolean unavailable = UNAVAILABLE.contains(state)
                || (state.length() == 5 && UNAVAILABLE_CLASSES.contains(state.substring(0, 2)));
        return unavailable
                ? new StoreUnavailableException(message, state, refused)
                : new StoreException(message, state, refused);
    }
}
