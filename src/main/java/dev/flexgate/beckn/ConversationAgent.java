package dev.flexgate.beckn;

import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.planning.PlanConflictException;
import dev.flexgate.store.Database;
import dev.flexgate.store.StoreException;
import dev.flexgate.store.StoreUnavailableException;
import dev.flexgate.store.Tx;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Works off the inbox: a few virtual threads, each claiming one message at a time. They are woken when something
 * was kept on this node, and by a tick, which also finds what other nodes left behind when they died.
 *
 * <p>Claim, answer and mark are one transaction, so a crash at any point leaves the message waiting, and whoever
 * finds it next repeats at most what was never committed. A message that cannot be answered is tried again later
 * and finally given up, with an answer that says so; it never stops the others, except those of its own session.
 */
final class ConversationAgent implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConversationAgent.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration PAUSE_MAX = Duration.ofSeconds(30);

    /** How long others leave alone what somebody prepares; who dies at it delays it by so much. */
    private static final Duration FORESIGHT = Duration.ofSeconds(30);

    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private final Database database;
    private final Conversation conversation;
    private final BecknLimits.Inbox limits;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Semaphore bell = new Semaphore(0);
    private final List<Thread> workers = new ArrayList<>();

    private volatile boolean closed;

    ConversationAgent(
            Database database,
            Conversation conversation,
            BecknLimits.Inbox limits,
            InstantSource clock,
            MeterRegistry meters) {
        this.database = database;
        this.conversation = conversation;
        this.limits = limits;
        this.clock = clock;
        this.meters = meters;
    }

    void start() {
        for (int number = 1; number <= limits.workers(); number++) {
            workers.add(Thread.ofVirtual().name("beckn-conversation-" + number).start(this::run));
        }
    }

    /** Something was kept: one more worker is needed at most. Never waits; called on event loops. */
    void wake() {
        if (bell.availablePermits() < limits.workers()) {
            bell.release();
        }
    }

    private void run() {
        boolean down = false;
        while (!closed) {
            try {
                if (step()) {
                    wake(); // there may be more than one worker can do
                } else {
                    rest();
                }
                down = false;
            } catch (StoreUnavailableException unavailable) {
                if (!down) {
                    LOG.warn("the inbox waits for the database", unavailable);
                }
                down = true;
                rest();
            } catch (RuntimeException broken) {
                LOG.error("a step of the conversation failed", broken);
                rest();
            }
        }
    }

    private void rest() {
        try {
            var _ = bell.tryAcquire(limits.tick().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Answers at most one message; says whether there was one. */
    boolean step() {
        var ahead = new AtomicReference<Optional<Arrival>>(Optional.empty());
        boolean found = claiming(tx -> Inbox.claim(tx, clock.instant()), (tx, claimed) -> {
            Arrival arrival = claimed.arrival();
            if (conversation.mayBeNegotiated(arrival)) {
                Inbox.leave(tx, arrival.id(), clock.instant().plus(FORESIGHT));
                ahead.set(Optional.of(arrival));
            } else {
                answer(tx, claimed);
            }
        });
        ahead.get().ifPresent(arrival -> {
            foresee(arrival);
            claiming(tx -> Inbox.claim(tx, arrival.id()), this::answer);
        });
        return found;
    }

    private void foresee(Arrival arrival) {
        try {
            conversation.foresee(arrival);
        } catch (RuntimeException inVain) {
            LOG.debug("what was foreseen of {} will be found out in its turn", arrival.messageId(), inVain);
        }
    }

    private boolean claiming(Function<Tx, Optional<Inbox.Claimed>> claim, BiConsumer<Tx, Inbox.Claimed> work) {
        var claimed = new AtomicReference<Optional<Inbox.Claimed>>(Optional.empty());
        try {
            return database.inTransaction(tx -> {
                Optional<Inbox.Claimed> next = claim.apply(tx);
                claimed.set(next);
                next.ifPresent(each -> work.accept(tx, each));
                return next.isPresent();
            });
        } catch (StoreUnavailableException unavailable) {
            throw unavailable;
        } catch (StoreException failure) {
            Inbox.Claimed failed = claimed.get().orElseThrow(() -> failure);
            database.doInTransaction(tx -> postpone(tx, failed, failure));
            return true;
        }
    }

    /** The message stays locked until it is known to be answered or put off: nobody claims it in between. */
    private void answer(Tx tx, Inbox.Claimed claimed) {
        Arrival arrival = claimed.arrival();
        try {
            count(tx.wholly(() -> {
                BecknMessage.Callback callback = conversation.answer(tx, arrival);
                Inbox.done(tx, arrival.id());
                return callback;
            }));
        } catch (StoreException database) {
            throw database;
        } catch (RuntimeException failure) {
            postpone(tx, claimed, failure);
        }
    }

    private void count(BecknMessage.Callback callback) {
        String outcome =
                callback instanceof BecknMessage.Failed failed ? failed.error().code() : "GRANTED";
        meters.counter("flexgate.beckn.answered", "action", callback.answers().label(), "outcome", outcome)
                .increment();
    }

    private void postpone(Tx tx, Inbox.Claimed failed, RuntimeException failure) {
        Arrival arrival = failed.arrival();
        int attempts = failed.attempts() + 1;
        if (failure instanceof PlanConflictException && attempts < limits.attempts()) {
            LOG.info("a message waits for the next plan: messageId={} attempt={}", arrival.messageId(), attempts);
            Inbox.postpone(tx, arrival.id(), clock.instant().plus(pause(attempts)));
            return;
        }
        LOG.error(
                "a message could not be answered: messageId={} action={} attempt={}",
                arrival.messageId(),
                arrival.action(),
                attempts,
                failure);
        meters.counter("flexgate.beckn.failed", "action", arrival.action().label())
                .increment();
        if (attempts < limits.attempts()) {
            Inbox.postpone(tx, arrival.id(), clock.instant().plus(pause(attempts)));
        } else {
            Inbox.failed(tx, arrival.id());
            conversation.giveUp(tx, arrival);
        }
    }

    private static Duration pause(int attempts) {
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(attempts - 1, 10));
        return pause.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : pause;
    }

    /** Lets the messages in work end. */
    @Override
    public void close() {
        closed = true;
        bell.release(limits.workers());
        for (Thread worker : workers) {
            join(worker);
        }
    }

    private static void join(Thread worker) {
        try {
            if (!worker.join(LONGEST_CLOSE)) {
                worker.interrupt();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
