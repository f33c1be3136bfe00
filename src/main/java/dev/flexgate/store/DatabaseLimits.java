package dev.flexgate.store;

import java.time.Duration;

/**
 * What a {@link Database} may take, at most.
 *
 * @param poolSize connections held open at once
 * @param poolQueue callers that may wait for one of them; the next is refused at once
 * @param connectTimeout longest wait for a connection, whether it must be made or become free
 * @param statementTimeout longest run of one statement; the server cancels it, and a caller whose server stays
 *     silent gives up shortly after
 * @param attempts how often a transaction is tried when others get in its way (serialization failure, deadlock)
 */
public record DatabaseLimits(
        int poolSize, int poolQueue, Duration connectTimeout, Duration statementTimeout, int attempts) {

    public static final int DEFAULT_POOL_SIZE = 16;
    public static final int DEFAULT_POOL_QUEUE = 1_000;
    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(3);
    public static final Duration DEFAULT_STATEMENT_TIMEOUT = Duration.ofSeconds(10);
    public static final int DEFAULT_ATTEMPTS = 8;

    public DatabaseLimits {
        if (poolSize < 1 || poolQueue < 1 || attempts < 1) {
            throw new IllegalArgumentException("pool size, queue and attempts must be at least 1");
        }
        if (connectTimeout.toMillis() < 1 || statementTimeout.toMillis() < 1) {
            throw new IllegalArgumentException("timeouts must be at least 1 ms");
        }
    }

    public static DatabaseLimits defaults() {
        return new DatabaseLimits(
                DEFAULT_POOL_SIZE,
                DEFAULT_POOL_QUEUE,
                DEFAULT_CONNECT_TIMEOUT,
                DEFAULT_STATEMENT_TIMEOUT,
                DEFAULT_ATTEMPTS);
    }

    public DatabaseLimits withPoolSize(int size) {
        return new DatabaseLimits(size, poolQueue, connectTimeout, statementTimeout, attempts);
    }

    public DatabaseLimits withTimeouts(Duration connect, Duration statement) {
        return new DatabaseLimits(poolSize, poolQueue, connect, statement, attempts);
    }

    /** When a caller stops waiting for one statement: the server's own limit should have spoken before. */
    Duration patience() {
        return statementTimeout.multipliedBy(3).dividedBy(2);
    }

    /** When a connection that hears nothing from the server is given up. */
    Duration silence() {
        return statementTimeout.multipliedBy(2);
    }
}
