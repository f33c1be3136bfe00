package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.flexgate.store.DatabaseAddress;
import dev.flexgate.store.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteppedClockTest {

    private static final Instant START = Instant.parse("2026-10-24T22:00:00Z");

    @TempDir
    Path folder;

    private SteppedClock clock() {
        return SteppedClock.in(folder.resolve("test-clock"), START);
    }

    @Test
    void it_stands_until_it_is_moved_and_remembers_where() {
        SteppedClock clock = clock();
        assertEquals(START, clock.instant());
        clock.set(START.plusSeconds(1_800));
        assertEquals(START.plusSeconds(1_800), clock.instant());
        assertEquals(START.plusSeconds(1_800), clock().instant());
    }

    @Test
    void it_never_goes_back_nor_leaps_years() {
        SteppedClock clock = clock();
        assertThrows(IllegalArgumentException.class, () -> clock.set(START.minusNanos(1)));
        assertThrows(IllegalArgumentException.class, () -> clock.set(START.plusSeconds(400L * 86_400)));
        assertEquals(START, clock.instant());
    }

    @Test
    void a_gateway_lives_in_its_time_and_says_so() throws Exception {
        DatabaseAddress address = TestDatabase.freshAddress();
        String url = "postgresql://%s:%s@%s:%d/%s"
                .formatted(address.user(), address.password(), address.host(), address.port(), address.database());
        var settings = Map.of("FLEXGATE_DATABASE_URL", url, "FLEXGATE_TEST_CLOCK", START.toString());
        try (var gateway = new GatewayProcess(folder, settings);
                var http = HttpClient.newHttpClient()) {
            Await.until("its banner", () -> gateway.output().contains("TEST CLOCK"));
            Await.until(
                    "a plan for the first hour",
                    () -> get(http, gateway.url().resolve("/api/v1/plan")).contains("\"asOf\":\"2026-10-24T22:"));
            gateway.moveClock(START.plusSeconds(3_600));
            assertEquals(
                    "{\"now\":\"2026-10-24T23:00:00Z\"}",
                    get(http, gateway.operationsUrl().resolve("/clock")));
            assertThrows(IllegalStateException.class, () -> gateway.moveClock(START));
            Await.until(
                    "a new plan for the new hour",
                    () -> get(http, gateway.url().resolve("/api/v1/plan")).contains("\"asOf\":\"2026-10-24T23:"));
        }
    }

    private static String get(HttpClient http, URI uri) {
        try {
            return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                    .body();
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
