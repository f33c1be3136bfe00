package dev.flexgate.beckn.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Participant.Validity;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.identity.PublicKey32;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegistryTest {

    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant UNTIL = Instant.parse("2027-01-01T00:00:00Z");
    private static final PublicKey32 KEY = PublicKey32.ofBase64("g/3swjI93IhZ0SScrVZapeLjU+W0AeiSid3LViYZJFo=");
    private static final Participant BUYER = participant("bap.example.com", "k1", false);

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void choose_a_file() {
        file = folder.resolve("registry.json");
    }

    private static Participant participant(String subscriber, String key, boolean revoked) {
        return new Participant(
                new KeyId(subscriber, key),
                Role.BAP,
                URI.create("https://" + subscriber + "/beckn"),
                KEY,
                new Validity(FROM, UNTIL, revoked),
                Set.of("nfh.global/testnet-deg"),
                CallbackSigning.FOUR_LINES);
    }

    @Test
    void what_was_written_is_found() {
        RegistryFile.write(file, List.of(BUYER));
        assertEquals(List.of(BUYER), RegistryFile.read(file));
        assertEquals(new Lookup.Known(BUYER), Registry.of(file).find(BUYER.keyId(), FROM));
    }

    @Test
    void a_key_is_believed_from_its_first_moment_to_just_before_its_last() {
        RegistryFile.write(file, List.of(BUYER));
        Registry registry = Registry.of(file);
        assertInstanceOf(Lookup.KeyNotValid.class, registry.find(BUYER.keyId(), FROM.minusNanos(1)));
        assertInstanceOf(Lookup.Known.class, registry.find(BUYER.keyId(), UNTIL.minusNanos(1)));
        assertInstanceOf(Lookup.KeyNotValid.class, registry.find(BUYER.keyId(), UNTIL));
    }

    @Test
    void strangers_strange_keys_and_revoked_keys_are_told_apart() {
        RegistryFile.write(file, List.of(BUYER, participant("bap.example.com", "old", true)));
        Registry registry = Registry.of(file);
        assertEquals(new Lookup.SubscriberUnknown(), registry.find(new KeyId("other.example.com", "k1"), FROM));
        assertEquals(new Lookup.KeyUnknown(), registry.find(new KeyId("bap.example.com", "k2"), FROM));
        assertEquals(new Lookup.KeyNotValid("it is revoked"), registry.find(new KeyId("bap.example.com", "old"), FROM));
    }

    @Test
    void a_participant_is_reached_by_any_key_that_is_valid() {
        RegistryFile.write(file, List.of(participant("bap.example.com", "old", true), BUYER));
        Registry registry = Registry.of(file);
        assertEquals(BUYER, registry.reach("bap.example.com", FROM).orElseThrow());
        assertTrue(registry.reach("bap.example.com", UNTIL).isEmpty());
        assertTrue(registry.reach("other.example.com", FROM).isEmpty());
    }

    @Test
    void a_participant_that_has_moved_is_reached_where_its_newest_key_says() {
        var moved = new Participant(
                new KeyId("bap.example.com", "k2"),
                Role.BAP,
                URI.create("https://new.example.com/beckn"),
                KEY,
                new Validity(FROM.plusSeconds(1), UNTIL, false),
                Set.of(),
                CallbackSigning.THREE_LINES);
        RegistryFile.write(file, List.of(BUYER, moved));
        Registry registry = Registry.of(file);
        assertEquals(BUYER, registry.reach("bap.example.com", FROM).orElseThrow());
        assertEquals(
                moved, registry.reach("bap.example.com", FROM.plusSeconds(1)).orElseThrow());
    }

    @Test
    void a_changed_file_is_taken_in_and_a_broken_one_is_not() throws IOException {
        Registry registry = Registry.of(file);
        assertEquals(new Lookup.SubscriberUnknown(), registry.find(BUYER.keyId(), FROM));
        RegistryFile.write(file, List.of(BUYER));
        registry.refresh();
        assertEquals(new Lookup.Known(BUYER), registry.find(BUYER.keyId(), FROM));

        Files.writeString(file, "{\"participants\": [{]}");
        Files.setLastModifiedTime(file, FileTime.from(UNTIL));
        registry.refresh();
        assertEquals(new Lookup.Known(BUYER), registry.find(BUYER.keyId(), FROM));

        RegistryFile.write(file, List.of());
        registry.refresh();
        assertEquals(new Lookup.SubscriberUnknown(), registry.find(BUYER.keyId(), FROM));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | participants",
                "{\"participants\": [7]} | subscriberId must be a string",
                "{\"participants\": [{\"revokd\": true}]} | unknown member revokd",
            })
    void a_file_that_cannot_be_used_says_where(String text, String complaint) throws IOException {
        Files.writeString(file, text);
        RegistryException refused = assertThrows(RegistryException.class, () -> Registry.of(file));
        assertTrue(String.valueOf(refused.getMessage()).contains(complaint), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"type\" : \"BAP\" | \"type\" : \"BAG\"",
                "https://bap.example.com/beckn | bap.example.com",
                "https://bap.example.com/beckn | https://bap.example.com/beckn?x=1",
                "g/3swjI93 | g/3swjI9",
                "2027-01-01T | 2025-01-01T",
                "2027-01-01T | soon",
                "4-line | 5-line",
                "bap.example.com\" | bap|example\"",
            })
    void each_member_is_checked(String from, String to) throws IOException {
        RegistryFile.write(file, List.of(BUYER));
        Files.writeString(file, Files.readString(file).replace(from, to));
        assertThrows(RegistryException.class, () -> Registry.of(file));
    }

    @Test
    void a_key_listed_twice_is_refused() throws IOException {
        RegistryFile.write(file, List.of(BUYER, BUYER));
        assertThrows(RegistryException.class, () -> Registry.of(file));
    }
}
