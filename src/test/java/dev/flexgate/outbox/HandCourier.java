package dev.flexgate.outbox;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;

/** A courier that does what the test tells it, and remembers whom it visited. */
final class HandCourier implements Courier {

    final List<UUID> visits = new CopyOnWriteArrayList<>();
    private final Map<String, AtomicInteger> there = new ConcurrentHashMap<>();
    private final Map<String, Integer> mostThere = new ConcurrentHashMap<>();
    private final BiFunction<OutgoingMessage, Integer, Delivery> answer;

    HandCourier(BiFunction<OutgoingMessage, Integer, Delivery> answer) {
        this.answer = answer;
    }

    static HandCourier answering(Delivery delivery) {
        return new HandCourier((_, _) -> delivery);
    }

    @Override
    public String name() {
        return "hand";
    }

    @Override
    public Delivery deliver(OutgoingMessage message, int attempt) {
        AtomicInteger count = there.computeIfAbsent(message.target(), _ -> new AtomicInteger());
        mostThere.merge(message.target(), count.incrementAndGet(), Math::max);
        visits.add(message.id());
        try {
            return answer.apply(message, attempt);
        } finally {
            count.decrementAndGet();
        }
    }

    /** How many attempts at {@code target} ran at the same time, at most. */
    int mostAt(String target) {
        return mostThere.getOrDefault(target, 0);
    }
}
