package dev.flexgate.feed;

import static dev.flexgate.feed.FeedFixture.missing;
import static dev.flexgate.feed.FeedFixture.received;
import static dev.flexgate.feed.FeedFixture.recorded;
import static dev.flexgate.feed.FeedFixture.said;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.StandInProvider.Reply;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ErcotTest {

    /** An archive that cannot be used. */
    @SuppressWarnings("ArrayRecordComponent") // sent, never compared
    private record Spoilt(byte[] bytes, Reason reason) {}

    private static final HalfHours WEEK = new HalfHours(Instant.parse("2025-03-13T17:00:00Z"), 336);

    private final StandInProvider server = new StandInProvider(TestDatabase.vertx());
    private final FeedFixture.Clock clock = new FeedFixture.Clock();

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_newest_report_as_csv_is_fetched_and_unpacked() {
        server.always(path -> path.startsWith("/misapp")
                ? Optional.of(new Reply.Body(200, recorded("ercot/icedoclist_load_forecast_first6.json") + "\n"))
                : Optional.of(new Reply.File(zip(recorded("ercot/NP3-560-CD_load_forecast.csv")))));
        clock.set(Instant.parse("2025-03-13T17:35:00Z"));
        Fetched fetched = provider("ercot-load-forecast", Signal.LOAD).fetch(WEEK);
        Map<String, String> load = said(fetched, Signal.LOAD);
        // Midnight in Texas is 05:00 UTC in summer; the hour ending 1:00 begins then.
        assertEquals("43797.7698974609 PROVIDER_FORECAST", load.get("2025-03-13T05:00:00Z"));
        assertEquals("41722.7899169922 PROVIDER_FORECAST", load.get("2025-03-21T04:30:00Z"));
        assertEquals(384, load.size());
        assertEquals(Instant.parse("2025-03-13T17:30:00Z"), received(fetched).issuedAt());
        assertEquals(Instant.parse("2025-03-13T18:35:00Z"), received(fetched).nextAt());
        assertEquals(
                "/misdownload/servlets/mirDownload?doclookupId=1085273815",
                server.asked().getLast());
    }

    @Test
    void what_came_is_measured_and_what_is_to_come_is_forecast() {
        report("13028", recorded("ercot/NP4-732-CD_wind.csv"));
        clock.set(Instant.parse("2025-03-13T17:35:00Z"));
        Map<String, String> wind = said(provider("ercot-wind", Signal.WIND).fetch(WEEK), Signal.WIND);
        assertEquals("15527.49 MEASURED", wind.get("2025-03-11T18:00:00Z"));
        assertEquals("9615.6 PROVIDER_FORECAST", wind.get("2025-03-20T17:30:00Z"));
        report("13483", recorded("ercot/NP4-737-CD_solar.csv"));
        Map<String, String> solar = said(provider("ercot-solar", Signal.SOLAR).fetch(WEEK), Signal.SOLAR);
        assertEquals("19440.92 MEASURED", solar.get("2025-03-11T18:00:00Z"));
        assertEquals("25051.6 PROVIDER_FORECAST", solar.get("2025-03-20T17:00:00Z"));
    }

    @Test
    void the_hour_that_comes_twice_in_autumn_is_told_apart_by_its_flag() {
        assertEquals(Instant.parse("2025-11-02T06:00:00Z"), hour("11/02/2025", "2:00", "N"));
        assertEquals(Instant.parse("2025-11-02T07:00:00Z"), hour("11/02/2025", "2:00", "Y"));
        assertEquals(Instant.parse("2025-11-02T08:00:00Z"), hour("11/02/2025", "3", "N"));
        assertEquals(Instant.parse("2025-11-03T05:00:00Z"), hour("11/02/2025", "24:00", "N"));
        for (String[] wrong : new String[][] {
            {"03/09/2025", "3:00", "N"},
            {"11/03/2025", "2:00", "Y"},
            {"11/03/2025", "25", "N"},
            {"13/45/2025", "1", "N"}
        }) {
            assertThrows(BadAnswerException.class, () -> hour(wrong[0], wrong[1], wrong[2]));
        }
    }

    @Test
    void a_report_that_is_no_archive_or_no_such_table_is_not_taken() {
        List<Spoilt> spoilt = List.of(
                new Spoilt("not a zip".getBytes(StandardCharsets.UTF_8), Reason.NOT_READABLE),
                new Spoilt(zip("OTHER,COLUMNS\n1,2\n"), Reason.WRONG_SHAPE),
                new Spoilt(zip(""), Reason.NOT_READABLE),
                new Spoilt(zip("x".repeat(ZippedFile.BYTES_MAX + 1)), Reason.TOO_LARGE));
        for (Spoilt each : spoilt) {
            server.always(path -> path.startsWith("/misapp")
                    ? Optional.of(new Reply.Body(200, list("13028")))
                    : Optional.of(new Reply.File(each.bytes())));
            assertEquals(
                    each.reason(),
                    missing(provider("ercot-wind", Signal.WIND).fetch(WEEK)).reason());
        }
    }

    @Test
    void a_list_without_a_csv_has_nothing() {
        server.answers(200, list("13028").replace("_csv", "_xml"));
        assertEquals(
                Reason.EMPTY,
                missing(provider("ercot-wind", Signal.WIND).fetch(WEEK)).reason());
    }

    @Test
    void six_samples_of_the_dashboard_make_a_half_hour_of_the_mix() {
        server.answers(200, recorded("ercot/dashboard_fuel_mix_excerpt.json"));
        clock.set(Instant.parse("2025-10-08T06:00:00Z"));
        Fetched fetched = provider("ercot-fuel-mix", Signal.WIND, Signal.MIX_COAL, Signal.MIX_GAS, Signal.GENERATION)
                .fetch(new HalfHours(Instant.parse("2025-10-08T05:00:00Z"), 2));
        assertEquals(Set.of("2025-10-08T05:00:00Z"), said(fetched, Signal.WIND).keySet());
        String wind = said(fetched, Signal.WIND).get("2025-10-08T05:00:00Z");
        assertEquals("9208.9786783854 MEASURED", wind);
        assertEquals(Instant.parse("2025-10-09T11:46:00Z"), received(fetched).issuedAt());
        String coal = said(fetched, Signal.MIX_COAL).getOrDefault("2025-10-08T05:00:00Z", "");
        assertTrue(coal.startsWith("19."), coal);
    }

    @Test
    void the_load_that_came_is_measured_and_the_rest_of_the_day_is_forecast() {
        server.answers(200, recorded("ercot/dashboard_demand.json"));
        Map<String, String> load = said(
                provider("ercot-supply-demand", Signal.LOAD)
                        .fetch(new HalfHours(Instant.parse("2024-11-24T06:00:00Z"), 48)),
                Signal.LOAD);
        assertEquals("42015.44 MEASURED", load.get("2024-11-24T06:00:00Z"));
        assertEquals("43721.5094 PROVIDER_FORECAST", load.get("2024-11-27T05:30:00Z"));
    }

    private void report(String type, String table) {
        server.always(path -> path.startsWith("/misapp")
                ? Optional.of(new Reply.Body(200, list(type)))
                : Optional.of(new Reply.File(zip(table))));
    }

    private static Instant hour(String day, String ending, String flag) {
        return CentralHour.of(Map.of("DeliveryDate", day, "HourEnding", ending, "DSTFlag", flag))
                .start();
    }

    private Provider provider(String series, Signal... signals) {
        return FeedFixture.provider(series, "US-TEX-ERCO", Set.of(signals), FeedFixture.link(server.base(), clock));
    }

    private static String list(String type) {
        return "{\"ListDocsByRptTypeRes\":{\"DocumentList\":[{\"Document\":{\"ReportTypeID\":\"" + type
                + "\",\"FriendlyName\":\"REPORT_csv\",\"DocID\":\"77\",\"PublishDate\":\"2025-03-13T12:30:00-05:00\"}}]}}";
    }

    private static byte[] zip(String text) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            if (!text.isEmpty()) {
                zip.putNextEntry(new ZipEntry("report.csv"));
                zip.write(text.getBytes(StandardCharsets.UTF_8));
                zip.closeEntry();
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }
}
