package dev.flexgate.beckn.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuickFormatsTest {

    @Test
    void a_moment_in_its_usual_spelling_is_read_as_the_platform_reads_it() {
        var random = new Random(5);
        int usual = 0;
        for (int k = 0; k < 5_000; k++) {
            long second = random.nextLong(Instant.parse("2100-01-01T00:00:00Z").getEpochSecond());
            int digits = random.nextInt(10);
            long nano = random.nextInt(1_000_000_000) / pow(9 - digits) * pow(9 - digits);
            String text = Instant.ofEpochSecond(second, nano).toString();
            if (QuickFormats.isDateTime(text)) {
                usual++;
                assertEquals(OffsetDateTime.parse(text).toInstant(), QuickFormats.instant(text), text);
            }
        }
        assertTrue(usual > 4_000, "usual are " + usual);
        assertEquals(Instant.parse("2026-03-02T08:00:00.5Z"), QuickFormats.instant("2026-03-02T08:00:00.5Z"));
    }

    private static long pow(int digits) {
        long power = 1;
        for (int k = 0; k < digits; k++) {
            power *= 10;
        }
        return power;
    }
}
