package dev.flexgate.store;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns our values into those the driver can encode. */
final class Parameters {

    private Parameters() {}

    static Tuple of(@Nullable Object... values) {
        List<@Nullable Object> encodable = new ArrayList<>(values.length);
        for (Object value : values) {
            encodable.add(encodable(value));
        }
        return Tuple.wrap(encodable);
    }

    static Tuple of(Tuple tuple) {
        @Nullable Object[] values = new Object[tuple.size()];
        for (int position = 0; position < values.length; position++) {
            values[position] = tuple.getValue(position);
        }
        return of(values);
    }

    private static @Nullable Object encodable(@Nullable Object value) {
        return switch (value) {
            case Instant instant -> instant.atOffset(ZoneOffset.UTC);
            case byte[] bytes -> Buffer.buffer(bytes);
            case null, default -> value;
        };
    }
}
