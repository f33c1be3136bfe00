package dev.flexgate.planning;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One that listens at an address and answers from what it was briefed with. On a virtual thread, one message
 * after the other; it never waits, so nobody sees it half-way.
 *
 * @param <B> what it keeps of its brief
 */
abstract sealed class Agent<B> extends VerticleBase permits EnergyAgent, PolicyAgent, JobAgent {

    /** The standing negotiation and one that is being given up. */
    private static final int BRIEFS_MAX = 2;

    private final String address;
    private final Map<UUID, B> briefs = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, B> eldest) {
            return size() > BRIEFS_MAX;
        }
    };

    Agent(String address) {
        this.address = address;
    }

    /** The answer to one message. */
    abstract Record answer(Dialogue said);

    final void keep(UUID negotiation, B brief) {
        briefs.put(negotiation, brief);
    }

    final B brief(UUID negotiation) {
        return Objects.requireNonNull(briefs.get(negotiation), "not briefed for this negotiation");
    }

    static IllegalArgumentException notForMe(Dialogue said) {
        return new IllegalArgumentException(
                "not for this agent: " + said.getClass().getSimpleName());
    }

    @Override
    public final @Nullable Future<?> start() {
        return vertx.eventBus().<Record>localConsumer(address, this::hear).completion();
    }

    private void hear(Message<Record> message) {
        try {
            message.reply(answer((Dialogue) message.body()), RecordCodec.local());
        } catch (RuntimeException broken) {
            // The coordinator must not wait for its deadline; it notes what failed and goes on by itself.
            message.fail(0, broken.toString());
        }
    }
}
