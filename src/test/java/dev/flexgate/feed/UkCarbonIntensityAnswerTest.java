package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Quality;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UkCarbonIntensityAnswerTest {

    private static final Zone GB = new Zone("GB");
    private static final Zone SOUTH_WEST = new Zone("GB-11");
    private static final String FIXTURES = "data/fixtures/uk-carbon-intensity/";

    @Nested
    class National {

        @Test
        void the_recorded_forecast_is_read_period_by_period() throws IOException {
            List<Reading> readings = UkCarbonIntensityAnswer.nationalForecast(
                    recorded("national_fw48h_2023-03-15T1201Z_first67of97.json"), GB);
            assertEquals(67, readings.size());
            assertEquals(
                    Instant.parse("2023-03-15T12:00:00Z"),
                    readings.get(0).valid().start());
            assertEquals(new BigDecimal("226"), readings.get(0).value());
            assertTrue(readings.stream().allMatch(each -> each.quality() == Quality.PROVIDER_FORECAST));
        }

        @Test
        void the_recorded_past_day_is_measured() throws IOException {
            List<Reading> readings =
                    UkCarbonIntensityAnswer.nationalActual(recorded("national_pt24h_2023-03-15T1201Z.json"), GB);
            assertEquals(new BigDecimal("101"), readings.get(0).value());
            assertTrue(readings.size() >= 47 && readings.size() <= 48, readings.size() + " readings");
            assertTrue(readings.stream().allMatch(each -> each.quality() == Quality.MEASURED));
        }

        @Test
        void ninety_seven_entries_are_as_good_as_ninety_six() {
            var body = new StringBuilder("{\"data\":[");
            Instant start = Instant.parse("2026-11-21T12:00:00Z");
            for (int index = 0; index < 97; index++) {
                body.append(index == 0 ? "" : ",")
                        .append(period(start.plus(HalfHours.STEP.multipliedBy(index)), "\"forecast\":" + index));
            }
            assertEquals(
                    97,
                    UkCarbonIntensityAnswer.nationalForecast(json(body + "]}"), GB)
                            .size());
        }

        @Test
        void a_null_actual_is_left_out_and_an_actual_of_zero_is_zero() {
            Instant start = Instant.parse("2023-06-07T12:00:00Z");
            List<Reading> readings = UkCarbonIntensityAnswer.nationalActual(
                    json("{\"data\":[" + period(start, "\"forecast\":30,\"actual\":0") + ","
                            + period(start.plus(HalfHours.STEP), "\"forecast\":31,\"actual\":null") + "]}"),
                    GB);
            assertEquals(1, readings.size());
            assertEquals(BigDecimal.ZERO, readings.get(0).value());
        }

        @Test
        void a_null_forecast_is_left_out() {
            Instant start = Instant.parse("2026-11-21T12:00:00Z");
            List<Reading> readings = UkCarbonIntensityAnswer.nationalForecast(
                    json("{\"data\":[" + period(start, "\"forecast\":null,\"actual\":null") + ","
                            + period(start.plus(HalfHours.STEP), "\"forecast\":31") + "]}"),
                    GB);
            assertEquals(List.of(start.plus(HalfHours.STEP)), starts(readings));
        }

        @Test
        void nothing_but_nulls_is_an_empty_answer() {
            String body = "{\"data\":["
                    + period(Instant.parse("2026-11-21T12:00:00Z"), "\"forecast\":200,\"actual\":null") + "]}";
            assertEquals(Reason.EMPTY, refusal(() -> UkCarbonIntensityAnswer.nationalActual(json(body), GB)));
        }

        @Test
        void a_repeated_period_counts_once_and_a_contradicting_one_spoils_the_answer() {
            Instant start = Instant.parse("2026-11-21T12:00:00Z");
            String once = period(start, "\"forecast\":200");
            assertEquals(
                    1,
                    UkCarbonIntensityAnswer.nationalForecast(json("{\"data\":[" + once + "," + once + "]}"), GB)
                            .size());
            String other = period(start, "\"forecast\":201");
            assertEquals(
                    Reason.WRONG_SHAPE,
                    refusal(() -> UkCarbonIntensityAnswer.nationalForecast(
                            json("{\"data\":[" + once + "," + other + "]}"), GB)));
        }

        @Test
        void periods_out_of_order_are_put_in_order() {
            Instant start = Instant.parse("2026-11-21T12:00:00Z");
            List<Reading> readings = UkCarbonIntensityAnswer.nationalForecast(
                    json("{\"data\":[" + period(start.plus(HalfHours.STEP), "\"forecast\":2") + ","
                            + period(start, "\"forecast\":1") + "]}"),
                    GB);
            assertEquals(List.of(start, start.plus(HalfHours.STEP)), starts(readings));
        }

        @ParameterizedTest
        @ValueSource(strings = {"\"forecast\":\"226\"", "\"forecast\":-1", "\"forecast\":2001", "\"forecast\":{}"})
        void an_intensity_that_cannot_be_spoils_the_answer(String intensity) {
            String body = "{\"data\":[" + period(Instant.parse("2026-11-21T12:00:00Z"), intensity) + "]}";
            assertEquals(Reason.WRONG_SHAPE, refusal(() -> UkCarbonIntensityAnswer.nationalForecast(json(body), GB)));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "\"from\":\"2026-11-21\",\"to\":\"2026-11-21T12:30Z\"",
                    "\"from\":\"2026-11-21T12:10Z\",\"to\":\"2026-11-21T12:40Z\"",
                    "\"from\":\"2026-11-21T12:00Z\",\"to\":\"2026-11-21T13:00Z\"",
                    "\"from\":\"2026-11-21T12:00Z\"",
                    "\"from\":null,\"to\":7"
                })
        void a_period_that_is_no_half_hour_spoils_the_answer(String times) {
            String body = "{\"data\":[{" + times + ",\"intensity\":{\"forecast\":200}}]}";
            assertEquals(Reason.WRONG_SHAPE, refusal(() -> UkCarbonIntensityAnswer.nationalForecast(json(body), GB)));
        }
    }

    @Nested
    class Regional {

        @Test
        void the_recorded_region_comes_as_an_object() throws IOException {
            List<Reading> readings = UkCarbonIntensityAnswer.regionalForecast(
                    recorded("regional_fw48h_postcode_BS16_2025-10-22_excerpt.json"), 11, SOUTH_WEST);
            assertEquals(new BigDecimal("162"), readings.get(0).value());
            assertEquals(
                    Instant.parse("2025-10-22T23:30:00Z"),
                    readings.get(0).valid().start());
        }

        @Test
        void the_documented_region_comes_as_an_array_of_one() {
            JsonNode body = Shared.json(FIXTURES + "documented_get-regional-intensity.json")
                    .path("response")
                    .path("body");
            List<Reading> readings = UkCarbonIntensityAnswer.regionalForecast(body, 3, new Zone("GB-3"));
            assertEquals(new BigDecimal("266"), readings.get(0).value());
        }

        @Test
        void another_region_than_asked_for_spoils_the_answer() throws IOException {
            JsonNode body = recorded("regional_fw48h_postcode_BS16_2025-10-22_excerpt.json");
            assertEquals(
                    Reason.WRONG_SHAPE,
                    refusal(() -> UkCarbonIntensityAnswer.regionalForecast(body, 12, new Zone("GB-12"))));
        }

        @Test
        void all_regions_where_one_was_asked_for_spoil_the_answer() throws IOException {
            JsonNode body = recorded("regional_fw48h_all_2023-03-11T0601Z_first1of97.json");
            assertEquals(
                    Reason.WRONG_SHAPE,
                    refusal(() -> UkCarbonIntensityAnswer.regionalForecast(body, 1, new Zone("GB-1"))));
        }

        @Test
        void a_first_period_that_jumps_counts_as_estimated() {
            Instant start = Instant.parse("2023-03-11T06:00:00Z");
            List<Reading> readings = UkCarbonIntensityAnswer.regionalForecast(
                    json(region(1, period(start, "\"forecast\":0"), next(start, 1, 189), next(start, 2, 190))),
                    1,
                    new Zone("GB-1"));
            assertEquals(
                    List.of(Quality.ESTIMATED, Quality.PROVIDER_FORECAST, Quality.PROVIDER_FORECAST),
                    readings.stream().map(Reading::quality).toList());
            assertEquals(BigDecimal.ZERO, readings.get(0).value());
        }

        @Test
        void a_step_of_just_a_hundred_grams_is_no_jump() {
            Instant start = Instant.parse("2023-03-11T06:00:00Z");
            List<Reading> readings = UkCarbonIntensityAnswer.regionalForecast(
                    json(region(1, period(start, "\"forecast\":0"), next(start, 1, 100))), 1, new Zone("GB-1"));
            assertEquals(Quality.PROVIDER_FORECAST, readings.get(0).quality());
        }

        @Test
        void the_past_of_a_region_is_never_measured() {
            Instant start = Instant.parse("2023-03-11T06:00:00Z");
            List<Reading> readings = UkCarbonIntensityAnswer.regionalPast(
                    json(region(1, period(start, "\"forecast\":12"))), 1, new Zone("GB-1"));
            assertEquals(Quality.ESTIMATED, readings.get(0).quality());
        }

        private String region(int id, String... periods) {
            return "{\"data\":{\"regionid\":" + id + ",\"data\":[" + String.join(",", periods) + "]}}";
        }

        private String next(Instant start, int steps, int grams) {
            return period(start.plus(HalfHours.STEP.multipliedBy(steps)), "\"forecast\":" + grams);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty_200_2025-01-13.json", "empty_200_data_array.json"})
    void a_recorded_success_without_content_is_empty(String file) throws IOException {
        JsonNode body = recorded(file);
        assertEquals(Reason.EMPTY, refusal(() -> UkCarbonIntensityAnswer.nationalForecast(body, GB)));
        assertEquals(Reason.EMPTY, refusal(() -> UkCarbonIntensityAnswer.regionalForecast(body, 1, GB)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1]",
                "7",
                "null",
                "\"sandbox\"",
                "{\"error\":{\"code\":\"400 Bad Request\"}}",
                "{\"data\":null}",
                "{\"data\":{\"regionid\":11,\"data\":{}}}",
                "{\"data\":[7]}"
            })
    void json_of_another_shape_spoils_the_answer(String body) {
        assertEquals(Reason.WRONG_SHAPE, refusal(() -> UkCarbonIntensityAnswer.nationalForecast(json(body), GB)));
    }

    static String period(Instant start, String intensity) {
        return "{\"from\":\"" + shortTime(start) + "\",\"to\":\"" + shortTime(start.plus(Duration.ofMinutes(30)))
                + "\",\"intensity\":{" + intensity + ",\"index\":\"high\"}}";
    }

    private static String shortTime(Instant moment) {
        return moment.toString().substring(0, 16) + "Z";
    }

    private static List<Instant> starts(List<Reading> readings) {
        return readings.stream().map(each -> each.valid().start()).toList();
    }

    private static Reason refusal(Runnable parsing) {
        return assertThrows(BadAnswerException.class, parsing::run).reason();
    }

    private static JsonNode json(String text) {
        return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode recorded(String file) throws IOException {
        return StrictJson.parse(Files.readAllBytes(Shared.path(FIXTURES + file)));
    }
}
