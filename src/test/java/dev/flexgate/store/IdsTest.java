package dev.flexgate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class IdsTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00.123Z");

    @Test
    void an_id_is_a_uuid_version_7_of_its_moment() {
        UUID id = new Ids(() -> NOON, new Random(1)).next();
        assertEquals(7, id.version());
        assertEquals(2, id.variant());
        assertEquals(NOON.toEpochMilli(), id.getMostSignificantBits() >>> 16);
    }

    @Test
    void ids_grow_even_within_a_millisecond() {
        Ids ids = new Ids(() -> NOON, new Random(1));
        UUID before = ids.next();
        for (int count = 0; count < 10_000; count++) {
            UUID next = ids.next();
            assertTrue(before.toString().compareTo(next.toString()) < 0, before + " before " + next);
            before = next;
        }
    }
}
