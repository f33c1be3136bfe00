package dev.flexgate.store;

import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads columns in the types the house speaks. A null where a value is promised is a bug and says which column. */
public final class Columns {

    private Columns() {}

    public static Instant instant(Row row, String column) {
        return required(row.getOffsetDateTime(column), column).toInstant();
    }

    public static Optional<Instant> maybeInstant(Row row, String column) {
        return Optional.ofNullable(row.getOffsetDateTime(column)).map(OffsetDateTime::toInstant);
    }

    public static byte[] bytes(Row row, String column) {
        return required(row.getBuffer(column), column).getBytes();
    }

    public static Optional<byte[]> maybeBytes(Row row, String column) {
        return Optional.ofNullable(row.getBuffer(column)).map(Buffer::getBytes);
    }

    public static String text(Row row, String column) {
        return required(row.getString(column), column);
    }

    public static Optional<String> maybeText(Row row, String column) {
        return Optional.ofNullable(row.getString(column));
    }

    public static UUID uuid(Row row, String column) {
        return required(row.getUUID(column), column);
    }

    private static <T> T required(@Nullable T value, String column) {
        if (value == null) {
            throw new IllegalStateException("column " + column + " is null");
        }
        return value;
    }
}
