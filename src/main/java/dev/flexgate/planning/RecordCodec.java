package dev.flexgate.planning;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageCodec;
import java.time.Duration;

/**
 * Hands records over inside one process as they are: they are immutable, so sharing is safe and nothing is
 * copied. A cluster of gateways will need a codec that writes bytes.
 */
final class RecordCodec implements MessageCodec<Record, Record> {

    private static final String NAME = "flexgate-record";

    private RecordCodec() {}

    /** Registers the codec, once for each Vert.x. */
    static void register(Vertx vertx) {
        if (vertx.sharedData().<String, Boolean>getLocalMap(NAME).putIfAbsent(NAME, true) == null) {
            vertx.eventBus().registerCodec(new RecordCodec());
        }
    }

    static DeliveryOptions local() {
        return new DeliveryOptions().setCodecName(NAME).setLocalOnly(true);
    }

    static DeliveryOptions within(Duration deadline) {
        return local().setSendTimeout(deadline.toMillis());
    }

    @Override
    public void encodeToWire(Buffer buffer, Record message) {
        throw new UnsupportedOperationException("records stay in this process: " + message.getClass());
    }

    @Override
    public Record decodeFromWire(int position, Buffer buffer) {
        throw new UnsupportedOperationException("records stay in this process");
    }

    @Override
    public Record transform(Record message) {
        return message;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public byte systemCodecID() {
        return -1;
    }
}
