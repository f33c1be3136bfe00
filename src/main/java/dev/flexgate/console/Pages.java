package dev.flexgate.console;

import dev.flexgate.identity.access.Caller;
import dev.flexgate.identity.access.CrossSite;
import dev.flexgate.planning.PlanConflictException;
import dev.flexgate.store.StoreUnavailableException;
import dev.flexgate.wire.Echo;
import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes pages: each on a virtual thread of its own, since pages ask the database, and a bounded number at a time.
 * Whatever goes wrong becomes a page as well.
 */
public final class Pages implements AutoCloseable {

    static final String THEME_COOKIE = "flexgate_theme";

    private static final Logger LOG = LoggerFactory.getLogger(Pages.class);

    /** Pages that may be in the making at one time. */
    private static final int IN_FLIGHT_MAX = 64;

    private final Vertx vertx;
    private final InstantSource clock;
    private final Supplier<Notices> notices;
    private final LongSupplier heard;
    private final Times times;
    private final Templates templates = new Templates();
    private final Semaphore places = new Semaphore(IN_FLIGHT_MAX);
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("console-", 0).factory());

    /**
     * Makes pages from now on.
     *
     * @param heard how many records the log holds
     */
    Pages(
            Vertx vertx,
            InstantSource clock,
            Supplier<Notices> notices,
            LongSupplier heard,
            Times times,
            MeterRegistry metrics) {
        this.vertx = vertx;
        this.clock = clock;
        this.notices = notices;
        this.heard = heard;
        this.times = times;
        Gauge.builder("flexgate.console.in.flight", places, free -> IN_FLIGHT_MAX - free.availablePermits())
                .register(metrics);
    }

    /** Handles a request. That a form comes from one of our own pages has been seen to before. */
    public Handler<RoutingContext> show(Function<Visit, View> page) {
        return context -> make(context, page);
    }

    /** What the cookies say; read and set on the event loop, which owns the response. */
    private record Reader(Theme theme, String csrf, Optional<Caller> caller) {}

    private void make(RoutingContext context, Function<Visit, View> page) {
        if (!places.tryAcquire()) {
            context.response().putHeader("Retry-After", "1");
            write(context, 503, "text/plain; charset=utf-8", "Busy: too many pages at once. Reload in a moment.\n");
            return;
        }
        Context loop = vertx.getOrCreateContext();
        var reader = new Reader(themeOf(context), CrossSite.token(context), Caller.find(context));
        threads.execute(() -> {
            try {
                long known = heard();
                View view = brief(viewOf(context, page), context);
                Runnable answer = answer(context, reader, known, view);
                loop.runOnContext(_ -> answer.run());
            } finally {
                places.release();
            }
        });
    }

    /** Read before the page is: what comes between is told once too often rather than never. */
    private long heard() {
        try {
            return heard.getAsLong();
        } catch (StoreUnavailableException away) {
            return 0; // the page itself says so
        }
    }

    private static View brief(View view, RoutingContext context) {
        return view instanceof View.Refused(int status, String title, String detail)
                ? new View.Refused(status, title, Echo.brief(detail, context))
                : view;
    }

    private View viewOf(RoutingContext context, Function<Visit, View> page) {
        try {
            return page.apply(new Visit(context, clock.instant()));
        } catch (IllegalArgumentException fault) {
            return new View.Refused(400, "That cannot be answered", String.valueOf(fault.getMessage()));
        } catch (ProblemException fault) {
            return refused(fault.problem());
        } catch (PlanConflictException moving) {
            return refused(Problem.of(ProblemCode.NO_PLAN, moving.getMessage() + ": nothing was done, try again"));
        } catch (StoreUnavailableException fault) {
            LOG.warn("console: the database is away, path={}", context.normalizedPath());
            return new View.Refused(503, "The database is away", "Reload in a moment.");
        } catch (RuntimeException fault) {
            LOG.error("console: a page failed, path={}", context.normalizedPath(), fault);
            return new View.Refused(500, "Something broke on our side", "The fault was logged.");
        }
    }

    private static View refused(Problem problem) {
        return new View.Refused(problem.status(), problem.title(), problem.detail());
    }

    /** Renders away from the event loop; what is returned only writes. */
    private Runnable answer(RoutingContext context, Reader reader, long known, View view) {
        try {
            return switch (view) {
                case View.Shown shown -> {
                    String html = templates.html(shown.template(), frame(context, reader, known, shown), shown.page());
                    yield () -> write(context, shown.status(), "text/html; charset=utf-8", html);
                }
                case View.Moved moved ->
                    () -> {
                        context.response().putHeader("Location", moved.location());
                        write(context, 303, "text/plain; charset=utf-8", "");
                    };
                case View.Written written ->
                    () -> {
                        // The same address answers differently to who asks for another form.
                        context.response().putHeader("Vary", "Accept");
                        write(context, 200, written.mediaType(), written.text());
                    };
                case View.Refused refused ->
                    answer(
                            context,
                            reader,
                            known,
                            new View.Shown(
                                    refused.status(), Section.NONE, refused.title(), "page/refused.jte", refused));
            };
        } catch (RuntimeException fault) {
            LOG.error("console: a template failed, path={}", context.normalizedPath(), fault);
            return () -> write(context, 500, "text/plain; charset=utf-8", "The page failed; the fault was logged.\n");
        }
    }

    private Frame frame(RoutingContext context, Reader reader, long known, View.Shown shown) {
        return new Frame(
                shown.title(),
                shown.section(),
                clock.instant(),
                reader.theme(),
                reader.csrf(),
                reader.caller(),
                context.request().uri(),
                notices.get(),
                times,
                known,
                HttpMethod.GET.equals(context.request().method()) && shown.status() == 200);
    }

    private static Theme themeOf(RoutingContext context) {
        return Optional.ofNullable(context.request().getCookie(THEME_COOKIE))
                .map(Cookie::getValue)
                .map(Theme::of)
                .orElse(Theme.SYSTEM);
    }

    private static void write(RoutingContext context, int status, String mediaType, String body) {
        var response = context.response();
        if (response.closed() || response.headWritten()) {
            return;
        }
        response.setStatusCode(status)
                .putHeader("Content-Type", mediaType)
                .putHeader("Cache-Control", "no-store")
                .end(body)
                .onFailure(_ -> {}); // the reader has gone: there is nobody left to tell
    }

    @Override
    public void close() {
        threads.close();
    }
}
