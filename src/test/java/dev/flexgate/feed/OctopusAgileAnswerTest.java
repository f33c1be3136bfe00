package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.LocalDate;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OctopusAgileAnswerTest {

    private static final Zone SOUTHERN = new Zone("GB-H");
    private static final HalfHours MORNING = HalfHours.of(Interval.of("2024-12-29T05:00:00Z", "2024-12-29T08:00:00Z"));
    private static final URI FIRST = URI.create("https://api.octopus.energy/v1/x/standard-unit-rates/?page_size=1500");

    @Test
    void the_recorded_page_becomes_exact_pounds_including_vat() throws IOException {
        JsonNode page = StrictJson.parse(Files.readAllBytes(
                Shared.path("data/fixtures/octopus/standard_unit_rates_AGILE-24-10-01_H_excerpt.json")));
        NavigableMap<Instant, Reading> byStart = read(page, MORNING);
        assertEquals(2, byStart.size());
        Reading first = byStart.firstEntry().getValue();
        assertEquals(Interval.of("2024-12-29T05:30:00Z", "2024-12-29T06:00:00Z"), first.valid());
        assertEquals(new BigDecimal("0.166425"), first.value());
        assertEquals(Quality.MEASURED, first.quality());
        assertNull(OctopusAgileAnswer.next(page, FIRST));
    }

    @Test
    void a_negative_price_stays_negative() {
        NavigableMap<Instant, Reading> byStart =
                read(page(rate("-19.9395", "2024-12-29T05:00:00Z", "\"2024-12-29T05:30:00Z\"", "null")), MORNING);
        assertEquals(
                new BigDecimal("-0.199395"), byStart.firstEntry().getValue().value());
    }

    @Test
    void a_rate_without_an_end_lasts_as_far_as_we_look() {
        NavigableMap<Instant, Reading> byStart =
                read(page(rate("24.5", "2024-01-01T00:00:00Z", "null", "null")), MORNING);
        assertEquals(MORNING.count(), byStart.size());
        assertEquals(MORNING.start(), byStart.firstKey());
    }

    @Test
    void the_other_way_of_paying_is_passed_over() {
        NavigableMap<Instant, Reading> byStart = read(
                page(
                        rate("24.5", "2024-01-01T00:00:00Z", "null", "\"DIRECT_DEBIT\""),
                        rate("26.1", "2024-01-01T00:00:00Z", "null", "\"NON_DIRECT_DEBIT\"")),
                MORNING);
        assertEquals(new BigDecimal("0.245"), byStart.firstEntry().getValue().value());
    }

    @ParameterizedTest
    @CsvSource({"2024-03-31, 46", "2024-06-30, 48", "2024-10-27, 50"})
    void a_day_has_as_many_prices_as_the_clock_change_leaves_it(LocalDate date, int periods) {
        HalfHours day =
                new HalfHours(new SettlementPeriod(date, 1).interval().start(), SettlementPeriod.periodsInDay(date));
        String[] rates = day.stream()
                .map(each -> rate("10", each.start().toString(), "\"" + each.end() + "\"", "null"))
                .toArray(String[]::new);
        assertEquals(periods, read(page(rates), day).size());
    }

    @Test
    void two_prices_for_one_half_hour_spoil_the_answer() {
        JsonNode page = page(
                rate("24.5", "2024-12-29T05:00:00Z", "\"2024-12-29T05:30:00Z\"", "null"),
                rate("26.1", "2024-12-29T05:00:00Z", "\"2024-12-29T05:30:00Z\"", "null"));
        assertEquals(Reason.WRONG_SHAPE, refusal(() -> read(page, MORNING)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"12.5\"", "500.01", "-501", "0.123456789012"})
    void a_rate_that_cannot_be_spoils_the_answer(String value) {
        JsonNode page = page(rate(value, "2024-12-29T05:00:00Z", "\"2024-12-29T05:30:00Z\"", "null"));
        assertEquals(Reason.WRONG_SHAPE, refusal(() -> read(page, MORNING)));
    }

    @ParameterizedTest
    @CsvSource({
        "2024-12-29T05:10:00Z, 2024-12-29T05:40:00Z",
        "2024-12-29T05:30:00Z, 2024-12-29T05:00:00Z",
        "yesterday, 2024-12-29T05:00:00Z"
    })
    void a_rate_that_is_not_for_half_hours_spoils_the_answer(String from, String to) {
        JsonNode page = page(rate("10", from, "\"" + to + "\"", "null"));
        assertEquals(Reason.WRONG_SHAPE, refusal(() -> read(page, MORNING)));
    }

    @Test
    void a_page_without_results_spoils_the_answer() {
        assertEquals(Reason.WRONG_SHAPE, refusal(() -> read(json("{\"detail\":\"Not found.\"}"), MORNING)));
    }

    @Test
    void the_next_page_is_where_the_first_one_was() {
        assertEquals(
                URI.create("https://api.octopus.energy/v1/x/standard-unit-rates/?page=2"),
                OctopusAgileAnswer.next(
                        json("{\"next\":\"https://api.octopus.energy/v1/x/standard-unit-rates/?page=2\"}"), FIRST));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://api.octopus.energy/v1/x/standard-unit-rates/?page=2",
                "https://api.octopus.energy:8443/v1/x/standard-unit-rates/?page=2",
                "https://api.octopus.energy@evil.example/v1/x/standard-unit-rates/?page=2",
                "https://evil.example/v1/x/standard-unit-rates/?page=2",
                "https://api.octopus.energy/v1/accounts/",
                "/v1/x/standard-unit-rates/?page=2"
            })
    void a_next_page_elsewhere_is_not_followed(String next) {
        assertEquals(
                Reason.FOREIGN_PAGE,
                refusal(() -> OctopusAgileAnswer.next(json("{\"next\":\"" + next + "\"}"), FIRST)));
    }

    static String rate(String pence, String from, String toJson, String paymentJson) {
        return "{\"value_exc_vat\":1,\"value_inc_vat\":" + pence + ",\"valid_from\":\"" + from + "\",\"valid_to\":"
                + toJson + ",\"payment_method\":" + paymentJson + "}";
    }

    private static JsonNode page(String... rates) {
        return json("{\"count\":" + rates.length + ",\"next\":null,\"previous\":null,\"results\":["
                + String.join(",", rates) + "]}");
    }

    private static NavigableMap<Instant, Reading> read(JsonNode page, HalfHours window) {
        var byStart = new TreeMap<Instant, Reading>();
        OctopusAgileAnswer.addPage(page, SOUTHERN, window, byStart);
        return byStart;
    }

    private static Reason refusal(Runnable parsing) {
        return assertThrows(BadAnswerException.class, parsing::run).reason();
    }

    private static JsonNode json(String text) {
        return StrictJson.parse(text.getBytes(StandardCharsets.UTF_8));
    }
}
