package dev.flexgate.quantity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SettlementPeriodTest {

    private static JsonNode vectors(String name) {
        return Shared.json("reference/flexibility/vectors/settlement-periods.json")
                .path(name);
    }

    @Test
    void clock_change_days_have_46_and_50_periods_and_their_neighbours_48() {
        for (Map.Entry<String, JsonNode> year : vectors("clock_change_days").properties()) {
            for (Map.Entry<String, JsonNode> length : year.getValue().properties()) {
                for (JsonNode date : length.getValue()) {
                    LocalDate day = LocalDate.parse(date.asText());
                    assertEquals(Integer.parseInt(length.getKey()), SettlementPeriod.periodsInDay(day), date.asText());
                    assertEquals(48, SettlementPeriod.periodsInDay(day.plusDays(1)));
                }
            }
        }
    }

    @Test
    void every_period_of_the_published_days_starts_and_closes_when_the_table_says() {
        for (Map.Entry<String, JsonNode> day : vectors("days").properties()) {
            LocalDate date = LocalDate.parse(day.getKey());
            assertEquals(SettlementPeriod.periodsInDay(date), day.getValue().size());
            for (JsonNode row : day.getValue()) {
                var period = new SettlementPeriod(date, row.get(0).asInt());
                assertEquals(instant(row.get(1)), period.interval().start(), period.toString());
                assertEquals(instant(row.get(3)), period.gateClosure(), period.toString());
                assertEquals(
                        period, SettlementPeriod.containing(period.interval().start()));
            }
        }
    }

    @Test
    void an_instant_is_found_in_its_period() {
        for (JsonNode row : vectors("utc_to_sp")) {
            assertEquals(
                    new SettlementPeriod(
                            LocalDate.parse(row.get(1).asText()), row.get(2).asInt()),
                    SettlementPeriod.containing(Instant.parse(row.get(0).asText())));
        }
    }

    @Test
    void a_number_the_day_does_not_have_is_refused() {
        for (JsonNode row : vectors("invalid")) {
            LocalDate date = LocalDate.parse(row.path("date").asText());
            assertThrows(
                    IllegalArgumentException.class,
                    () -> new SettlementPeriod(date, row.path("sp").asInt()));
        }
    }

    @Test
    void the_periods_of_any_day_tile_it_without_gap_or_overlap() {
        var random = new Random(20_261_121);
        for (int round = 0; round < 500; round++) {
            LocalDate date = LocalDate.of(2018, 1, 1).plusDays(random.nextInt(8_000));
            List<Interval> periods = new ArrayList<>();
            for (int number = 1; number <= SettlementPeriod.periodsInDay(date); number++) {
                periods.add(new SettlementPeriod(date, number).interval());
            }
            for (int index = 1; index < periods.size(); index++) {
                assertEquals(periods.get(index - 1).end(), periods.get(index).start());
            }
            assertEquals(
                    new SettlementPeriod(date.plusDays(1), 1).interval().start(),
                    periods.getLast().end());
        }
    }

    private static Instant instant(JsonNode text) {
        return Instant.parse(text.asText().replace("Z", ":00Z"));
    }
}
