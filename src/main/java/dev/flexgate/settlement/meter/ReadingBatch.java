package dev.flexgate.settlement.meter;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Readings that came together and are taken in together.
 *
 * @param sender tenant that sent it
 * @param id the sender's name for it: sent again it is the same batch
 * @param content the exact bytes that came
 * @param readings what they say, one a meter and half-hour
 */
public record ReadingBatch(String sender, String id, Buffer content, List<Reading> readings) {

    static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public ReadingBatch {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("a batch id is 1 to 64 letters, digits, dots, hyphens or underscores");
        }
        readings = List.copyOf(readings);
    }
}
