package dev.flexgate.wire;

import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.AttributeKey;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Answers 503 on a connection on which somebody has waited for an answer for too long. Without it the idle timeout of
 * the connection would end the wait, and who waits could not tell a busy gateway from a dead one. It watches the
 * connection and not each request, so that it costs nothing where answers come at once. What was asked may still be
 * done: a repeat under the same Idempotency-Key hears what came of it. A protocol with refusals of its own answers by
 * {@link LateAnswer}.
 */
final class AnswerDeadline extends IdleStateHandler {

    private static final AttributeKey<RoutingContext> WAITING = AttributeKey.valueOf(AnswerDeadline.class, "waiting");

    private final MeterRegistry meters;

    AnswerDeadline(Duration deadline, MeterRegistry meters) {
        super(0, 0, deadline.toMillis(), TimeUnit.MILLISECONDS);
        this.meters = meters;
    }

    /** From now on, and until it is answered, this request is waited for. */
    static void expect(RoutingContext context) {
        Channel channel = ((ConnectionBase) context.request().connection())
                .channelHandlerContext()
                .channel();
        channel.attr(WAITING).set(context);
        context.addEndHandler(_ -> channel.attr(WAITING).compareAndSet(context, null));
    }

    @Override
    protected void channelIdle(ChannelHandlerContext ctx, IdleStateEvent event) {
        RoutingContext waiting = ctx.channel().attr(WAITING).getAndSet(null);
        if (waiting != null && !waiting.response().headWritten()) {
            meters.counter("flexgate.ingress.refused", "reason", "late").increment();
            if (LateAnswer.given(waiting)) {
                return;
            }
            waiting.response().putHeader("Retry-After", "1");
            Problem.of(
                            ProblemCode.BUSY,
                            "the answer takes too long; ask again, under the same Idempotency-Key if it has one")
                    .writeTo(waiting);
        }
    }
}
