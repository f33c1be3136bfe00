package dev.flexgate.beckn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedBodyTest {

    private static final byte[] PROSE =
            "{\"slot\":\"half an hour at night\"},".repeat(200).getBytes(StandardCharsets.UTF_8);

    @Test
    void bodies_of_every_length_come_back_byte_for_byte() {
        var random = new Random(1);
        for (int length = 0; length < 3_000; length += 1 + random.nextInt(40)) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            byte[] prose = Arrays.copyOf(PROSE, length);
            assertArrayEquals(noise, PackedBody.of(noise).unpacked());
            assertArrayEquals(prose, PackedBody.of(prose).unpacked());
        }
    }

    @Test
    void prose_lies_shorter_and_noise_as_it_came() {
        PackedBody prose = PackedBody.of(PROSE);
        assertTrue(prose.bytes().length < PROSE.length / 2);
        assertEquals(PROSE.length, prose.unpackedBytes());
        byte[] noise = new byte[2_000];
        new Random(2).nextBytes(noise);
        assertEquals(0, PackedBody.of(noise).unpackedBytes());
    }

    @Test
    void a_row_that_claims_more_than_was_ever_accepted_is_not_unpacked() {
        var claimed = new PackedBody(PackedBody.of(PROSE).bytes(), PackedBody.UNPACKED_BYTES_MAX + 1);
        assertThrows(IllegalStateException.class, claimed::unpacked);
    }

    @Test
    void a_damaged_row_is_told_from_a_body() {
        PackedBody packed = PackedBody.of(PROSE);
        var cut = new PackedBody(Arrays.copyOf(packed.bytes(), packed.bytes().length / 2), packed.unpackedBytes());
        var longer = new PackedBody(packed.bytes(), packed.unpackedBytes() + 1);
        var shorter = new PackedBody(packed.bytes(), packed.unpackedBytes() - 1);
        assertThrows(IllegalStateException.class, cut::unpacked);
        assertThrows(IllegalStateException.class, longer::unpacked);
        assertThrows(IllegalStateException.class, shorter::unpacked);
    }
}
