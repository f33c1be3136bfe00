package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Shared;
import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Missing;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Quality;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayFileTest {

    private static final Zone GB = new Zone("GB");
    private static final Instant NOW = Instant.parse("2026-11-21T12:10:00Z");

    @Nested
    class RecordedInUtc {

        private final ReplayFile replay =
                ReplayFile.read(Shared.path("data/gb-halfhourly/gb_electric_insights_2021-01_2022-06.csv.gz"), NOW);

        @Test
        void it_holds_carbon_and_prices_and_moves_by_whole_years_of_weeks() {
            assertEquals(Set.of(Signal.CARBON_INTENSITY, Signal.ENERGY_PRICE), replay.signals());
            assertEquals(260, replay.weeks());
        }

        @Test
        void carbon_is_told_up_to_the_half_hour_that_has_ended_and_never_as_measured() {
            Received received = fetch(replay, Signal.CARBON_INTENSITY, NOW, "2026-11-21T00:00:00Z", 96);
            assertEquals(24, received.readings().size());
            Reading last = received.readings().getLast();
            assertEquals(Instant.parse("2026-11-21T12:00:00Z"), last.valid().end());
            // The file at 2021-11-27T11:30Z, 260 weeks earlier.
            assertEquals(new BigDecimal("144.226"), last.value());
            assertEquals(Quality.ESTIMATED, last.quality());
            assertEquals(Instant.parse("2026-11-21T12:30:00Z"), received.nextAt());
        }

        @Test
        void prices_reach_as_far_as_their_auction_was_held() {
            Received before = fetch(replay, Signal.ENERGY_PRICE, NOW, "2026-11-21T00:00:00Z", 96);
            assertEquals(
                    Instant.parse("2026-11-21T23:00:00Z"),
                    before.readings().getLast().valid().end());
            Instant four = Instant.parse("2026-11-21T16:00:00Z");
            Received after = fetch(replay, Signal.ENERGY_PRICE, four, "2026-11-21T00:00:00Z", 96);
            assertEquals(
                    Instant.parse("2026-11-22T23:00:00Z"),
                    after.readings().getLast().valid().end());
            assertEquals(Instant.parse("2026-11-22T16:00:00Z"), after.nextAt());
        }

        @Test
        void past_the_end_of_the_file_there_is_nothing() {
            Instant later = Instant.parse("2028-01-01T00:00:00Z");
            Fetched fetched = provider(replay, Signal.CARBON_INTENSITY, later)
                    .fetch(HalfHours.containing(later.minusSeconds(7200), 2));
            assertEquals(Reason.EMPTY, assertInstanceOf(Missing.class, fetched).reason());
        }
    }

    @Nested
    class RecordedInLocalTime {

        private final Path file = Shared.path("data/gb-agile/agile_halfhourly_2022-11_2023-12.csv.gz");

        @Test
        void pence_become_exact_pounds() {
            ReplayFile replay = ReplayFile.read(file, NOW);
            assertEquals(156, replay.weeks());
            Received received = fetch(replay, Signal.ENERGY_PRICE, NOW, "2026-11-21T00:00:00Z", 1);
            // The file at 25/11/2023 00:00.
            assertEquals(
                    agileAt("25/11/2023 00:00"), received.readings().getFirst().value());
        }

        @Test
        void summer_time_keeps_its_local_hour() {
            Instant summer = Instant.parse("2026-07-15T12:00:00Z");
            ReplayFile replay = ReplayFile.read(file, summer);
            Received received = fetch(replay, Signal.ENERGY_PRICE, summer, "2026-07-15T07:00:00Z", 1);
            // 07:00 UTC is 08:00 in London, 156 weeks earlier too.
            assertEquals(
                    agileAt("19/07/2023 08:00"), received.readings().getFirst().value());
        }

        @Test
        void the_day_of_the_spring_change_has_46_values_and_that_of_the_autumn_change_50() {
            Instant spring = Instant.parse("2026-03-29T23:00:00Z");
            assertEquals(46, day(spring, "2026-03-29T00:00:00Z", 46));
            Instant autumn = Instant.parse("2026-10-26T00:00:00Z");
            assertEquals(50, day(autumn, "2026-10-24T23:00:00Z", 50));
        }

        private int day(Instant now, String start, int count) {
            Received received = fetch(ReplayFile.read(file, now), Signal.ENERGY_PRICE, now, start, count);
            assertEquals(Coverage.FULL, received.coverage());
            return received.readings().size();
        }

        private BigDecimal agileAt(String localTime) {
            try (var lines = new java.io.BufferedReader(new java.io.InputStreamReader(
                            new java.util.zip.GZIPInputStream(Files.newInputStream(file)),
                            java.nio.charset.StandardCharsets.UTF_8))
                    .lines()) {
                String pence = lines.filter(each -> each.startsWith(localTime))
                        .findFirst()
                        .orElseThrow()
                        .split(",")[2];
                return new BigDecimal(pence).movePointLeft(2).stripTrailingZeros();
            } catch (IOException broken) {
                throw new java.io.UncheckedIOException(broken);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a,b\n1,2\n",
                "time_utc,carbon_intensity_gco2_kwh\n2026-01-01T00:00Z,12\n",
                "time_utc,carbon_intensity_gco2_kwh\n2026-01-01T00:00Z,many\n",
                "Period from,Agile Import price (p/kWh)\n2026-01-01 00:00,1\n",
                "Period from,Agile Import price (p/kWh)\n26/03/2023 01:30,1\n"
            })
    void a_file_that_cannot_be_replayed_is_refused(String content, @TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("series.csv"), content);
        assertThrows(FeedException.class, () -> ReplayFile.read(file, NOW));
    }

    @Test
    void an_absent_file_is_refused() {
        FeedException refused =
                assertThrows(FeedException.class, () -> ReplayFile.read(Path.of("no-such-file.csv"), NOW));
        assertTrue(String.valueOf(refused.getMessage()).contains("no-such-file.csv"));
    }

    private static Received fetch(ReplayFile replay, Signal signal, Instant now, String start, int count) {
        Fetched fetched = provider(replay, signal, now).fetch(new HalfHours(Instant.parse(start), count));
        return assertInstanceOf(Received.class, fetched);
    }

    private static Provider provider(ReplayFile replay, Signal signal, Instant now) {
        Provider provider = replay.provider(GB, signal, InstantSource.fixed(now));
        assertEquals("replayed", provider.name());
        return provider;
    }
}
