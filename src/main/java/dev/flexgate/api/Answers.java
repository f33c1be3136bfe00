package dev.flexgate.api;

import dev.flexgate.planning.PlanConflictException;
import dev.flexgate.store.StoreUnavailableException;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Echo;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions that wait for the database: each on a virtual thread of its own, a bounded number at a time, so
 * that no event loop ever waits and a flood of questions meets a 503 instead of the end of memory.
 */
final class Answers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    /** Times that an answer is worked out anew because the plan has moved under it. */
    private static final int PLAN_ATTEMPTS = 3;

    private final Vertx vertx;
    private final Semaphore places;
    private final Idempotency idempotency;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("api-", 0).factory());

    Answers(Vertx vertx, String pages, int inFlightMax, Idempotency idempotency, MeterRegistry metrics) {
        this.vertx = vertx;
        this.idempotency = idempotency;
        this.places = new Semaphore(inFlightMax);
        Gauge.builder("flexgate.api.in.flight", places, free -> inFlightMax - free.availablePermits())
                .tag("pages", pages)
                .register(metrics);
    }

    Handler<RoutingContext> to(Function<RoutingContext, Answer> question) {
        return context -> {
            if (!places.tryAcquire()) {
                context.response().putHeader("Retry-After", "1");
                Problem.of(ProblemCode.BUSY, "too many questions at once; ask again")
                        .writeTo(context);
                return;
            }
            Context loop = vertx.getOrCreateContext();
            threads.execute(() -> {
                try {
                    Answer answer = brief(answered(question, context), context);
                    loop.runOnContext(_ -> write(answer, context));
                } finally {
                    places.release();
                }
            });
        };
    }

    /** The same for a question that makes or does something: asked again, it is answered again and not done again. */
    Handler<RoutingContext> once(BiFunction<RoutingContext, Tx, Answer> effect) {
        return to(context -> idempotency.once(context, effect));
    }

    /** The same where {@code ?dryRun=true} asks what would happen; that needs no Idempotency-Key. */
    Handler<RoutingContext> onceUnlessDry(
            Function<RoutingContext, Answer> dry, BiFunction<RoutingContext, Tx, Answer> effect) {
        return to(context ->
                Page.parameter(context, "dryRun").filter("true"::equals).isPresent()
                        ? dry.apply(context)
                        : idempotency.once(context, effect));
    }

    /** The same for an answer that is told once: a repeat under an Idempotency-Key hears how to go on without it. */
    Handler<RoutingContext> onceIfKeyed(BiFunction<RoutingContext, Tx, Answer> effect, Runnable committed) {
        return to(context -> {
            Answer answer = idempotency.onceIfKeyed(context, effect);
            committed.run();
            return answer;
        });
    }

    /**
     * The same for what rests on the standing plan. What takes long is done before the transaction; when the plan has
     * moved meanwhile all of it is done again, a few times. While a plan is in the making nothing is sold: nothing was
     * done, and a repeat finds the new plan.
     *
     * @param before works out what the transaction will need; may be done in vain
     */
    Handler<RoutingContext> onceOnPlan(Consumer<RoutingContext> before, BiFunction<RoutingContext, Tx, Answer> effect) {
        return onceOnPlan(before, effect, () -> {});
    }

    /**
     * The same.
     *
     * @param committed what makes the effect known to whoever asks next
     */
    Handler<RoutingContext> onceOnPlan(
            Consumer<RoutingContext> before, BiFunction<RoutingContext, Tx, Answer> effect, Runnable committed) {
        return to(context -> {
            for (int attempt = 1; ; attempt++) {
                try {
                    if (context.request().getHeader(Idempotency.HEADER) != null && !idempotency.isRepeat(context)) {
                        before.accept(context);
                    }
                    Answer answer = idempotency.once(context, effect);
                    committed.run();
                    return answer;
                } catch (PlanConflictException moving) {
                    if (attempt == PLAN_ATTEMPTS) {
                        return new Answer.Refused(Problem.of(ProblemCode.NO_PLAN, String.valueOf(moving.getMessage())));
                    }
                }
            }
        });
    }

    /**
     * The same for what takes longer than anybody should have to wait. What is asked is kept under its Idempotency-Key
     * and answered with 202; when it has come to its end within the asker's patience, that is answered instead, and is
     * what a repeat hears from then on.
     *
     * @param promise keeps it, and answers with {@link Answer.Accepted}; or says at once what comes of it
     * @param end waits for what comes of the thing at a location
     */
    Handler<RoutingContext> onceAndThen(
            BiFunction<RoutingContext, Tx, Answer> promise, BiFunction<String, Duration, Optional<Answer>> end) {
        return to(context -> {
            Duration patience = Prefer.patience(context);
            Answer promised = idempotency.once(context, promise);
            Answer.Written written = promised.written();
            if (written.status() != 202) {
                return promised;
            }
            Optional<Answer> ended = end.apply(written.location(), patience);
            ended.ifPresent(answer -> idempotency.replace(context, answer));
            return ended.orElse(promised);
        });
    }

    private static Answer brief(Answer answer, RoutingContext context) {
        return answer instanceof Answer.Refused(Problem problem)
                ? new Answer.Refused(problem.withDetail(Echo.brief(problem.detail(), context)))
                : answer;
    }

    private static Answer answered(Function<RoutingContext, Answer> question, RoutingContext context) {
        try {
            return question.apply(context);
        } catch (ProblemException fault) {
            return new Answer.Refused(fault.problem());
        } catch (JsonRefusedException fault) {
            return Answer.badRequest("the body is not JSON as accepted here: " + fault.getMessage());
        } catch (IllegalArgumentException fault) {
            return Answer.badRequest(String.valueOf(fault.getMessage()));
        } catch (StoreUnavailableException fault) {
            LOG.warn("api: the database is away, path={}", context.normalizedPath());
            return new Answer.Refused(Problem.of(ProblemCode.STORE_UNAVAILABLE, "ask again in a moment"));
        } catch (RuntimeException | Error fault) { // whoever asked must not wait for an answer that never comes
            LOG.error("api: a question failed, path={}", context.normalizedPath(), fault);
            return new Answer.Refused(Problem.of(ProblemCode.INTERNAL, "the fault was logged"));
        }
    }

    private static void write(Answer answer, RoutingContext context) {
        var response = context.response();
        if (response.closed() || response.headWritten()) {
            return;
        }
        Answer.Written written = answer.written();
        boolean later = written.status() == 202 && answer instanceof Answer.Accepted;
        if (later || written.status() == 503) {
            response.putHeader("Retry-After", "1");
        }
        Prefer.applied(context).ifPresent(applied -> response.putHeader("Preference-Applied", applied));
        if (answer instanceof Answer.Repeated) {
            response.putHeader(Idempotency.REPLAYED, "true");
        }
        if (!written.location().isEmpty()) {
            response.putHeader("Location", written.location());
        }
        if (answer instanceof Answer.ToldOnce(Answer.Done done, Problem _)) {
            done.headers().forEach(response::putHeader);
        }
        if (answer instanceof Answer.Done done) {
            done.headers().forEach(response::putHeader);
        }
        if (written.status() == 204) {
            response.setStatusCode(204).end().onFailure(_ -> {});
            return;
        }
        response.setStatusCode(written.status())
                .putHeader("Content-Type", written.mediaType())
                .putHeader("Cache-Control", "no-store")
                .end(written.body())
                .onFailure(_ -> {}); // the asker has gone: there is nobody left to tell
    }

    @Override
    public void close() {
        threads.close();
    }
}
