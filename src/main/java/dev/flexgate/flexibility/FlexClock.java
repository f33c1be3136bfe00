package dev.flexgate.flexibility;

import dev.flexgate.store.Rounds;

/** Lets time pass for offers and orders, a bounded piece of work every tick. */
public final class FlexClock implements AutoCloseable {

    private final Rounds rounds;

    public FlexClock(Flexibility flexibility, FlexLimits limits) {
        rounds = Rounds.shared("flex-clock", Rounds.Pace.of(limits.tick()), () -> {
            flexibility.passTime();
            return Rounds.Left.NOTHING;
        });
    }

    public void start() {
        rounds.start();
    }

    @Override
    public void close() {
        rounds.close();
    }
}
