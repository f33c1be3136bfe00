package dev.flexgate.api;

import dev.flexgate.store.StoreUnavailableException;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.Problem;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers questions that wait for the database: each on a virtual thread of its own, a bounded number at a time, so
 * that no event loop ever waits and a flood of questions meets a 503 instead of the end of memory.
 */
final class Answers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

    private final Vertx vertx;
    private final Semaphore places;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("api-", 0).factory());

    Answers(Vertx vertx, int inFlightMax, MeterRegistry metrics) {
        this.vertx = vertx;
        this.places = new Semaphore(inFlightMax);
        Gauge.builder("flexgate.api.in.flight", places, free -> inFlightMax - free.availablePermits())
                .register(metrics);
    }

    Handler<RoutingContext> to(Function<RoutingContext, Answer> question) {
        return context -> {
            if (!places.tryAcquire()) {
                context.response().putHeader("Retry-After", "1");
                Problem.of(503, "Busy", "too many questions at once; ask again").writeTo(context);
                return;
            }
            Context loop = vertx.getOrCreateContext();
            threads.execute(() -> {
                try {
                    Answer answer = answered(question, context);
                    loop.runOnContext(_ -> write(answer, context));
                } finally {
                    places.release();
                }
            });
        };
    }

    private static Answer answered(Function<RoutingContext, Answer> question, RoutingContext context) {
        try {
            return question.apply(context);
        } catch (IllegalArgumentException fault) {
            return Answer.badRequest(String.valueOf(fault.getMessage()));
        } catch (StoreUnavailableException fault) {
            LOG.warn("api: the database is away, path={}", context.normalizedPath());
            return new Answer.Refused(Problem.of(503, "Database away", "ask again in a moment"));
        } catch (RuntimeException fault) {
            LOG.error("api: a question failed, path={}", context.normalizedPath(), fault);
            return new Answer.Refused(Problem.of(500, "Internal error", "the fault was logged"));
        }
    }

    private static void write(Answer answer, RoutingContext context) {
        switch (answer) {
            case Answer.Found found -> end(context, "application/json", Buffer.buffer(Json.bytes(found.body())));
            case Answer.Content content -> end(context, content.mediaType(), content.body());
            case Answer.Unready unready -> {
                context.response().setStatusCode(503);
                end(context, "application/json", Buffer.buffer(Json.bytes(unready.body())));
            }
            case Answer.Refused refused -> refused.problem().writeTo(context);
        }
    }

    private static void end(RoutingContext context, String mediaType, Buffer body) {
        if (context.response().closed()) {
            return;
        }
        context.response()
                .putHeader("Content-Type", mediaType)
                .putHeader("Cache-Control", "no-store")
                .end(body)
                .onFailure(_ -> {}); // the asker has gone: there is nobody left to tell
    }

    @Override
    public void close() {
        threads.close();
    }
}
