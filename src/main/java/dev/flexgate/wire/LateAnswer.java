package dev.flexgate.wire;

import io.vertx.core.Context;
import io.vertx.ext.web.RoutingContext;

/**
 * How a request is answered that has waited for too long, where who waits would not understand a {@link Problem}: of a
 * protocol with refusals of its own.
 */
public final class LateAnswer {

    private static final String KEY = LateAnswer.class.getName();

    private LateAnswer() {}

    /** From now on {@code answer} is run in place of a problem, on the event loop that heard the request. */
    public static void is(RoutingContext context, Runnable answer) {
        Context loop = context.vertx().getOrCreateContext();
        Runnable there = () -> loop.runOnContext(_ -> answer.run());
        context.put(KEY, there);
    }

    /** Answers so where that was said; whether it was. */
    static boolean given(RoutingContext waiting) {
        Runnable answer = waiting.get(KEY);
        if (answer == null) {
            return false;
        }
        answer.run();
        return true;
    }
}
