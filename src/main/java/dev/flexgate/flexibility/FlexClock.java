package dev.flexgate.flexibility;

import dev.flexgate.store.Rounds;

/** Lets time pass for offers and orders, a bounded piece of work every tick, and has requests answered. */
public final class FlexClock implements AutoCloseable {

    private final Answering answering;
    private final Rounds rounds;

    public FlexClock(Flexibility flexibility, FlexLimits limits) {
        answering = flexibility.answering();
        rounds = Rounds.shared("flex-clock", Rounds.Pace.of(limits.tick()), () -> {
            flexibility.passTime();
            return Rounds.Left.NOTHING;
        });
    }

    public void start() {
        rounds.start();
        answering.start();
    }

    @Override
    public void close() {
        answering.close();
        rounds.close();
    }
}
