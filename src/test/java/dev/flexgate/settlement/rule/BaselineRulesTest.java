package dev.flexgate.settlement.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.SettlementPeriod;
import dev.flexgate.settlement.rule.BaselineMethod.BestOf;
import dev.flexgate.settlement.rule.BaselineMethod.Bl01;
import dev.flexgate.settlement.rule.DaySelection.Excluded;
import dev.flexgate.settlement.rule.DaySelection.Reason;
import dev.flexgate.settlement.rule.MeterBaseline.InDay;
import dev.flexgate.settlement.rule.MeterBaseline.Period;
import dev.flexgate.settlement.rule.MeterBaseline.Period.Found;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class BaselineRulesTest {

    private static final BigDecimal TOLERANCE = new BigDecimal("0.000001");
    private static final Bl01 PLAIN = new Bl01(false);

    @Nested
    class Of_the_vectors {

        @TestFactory
        List<DynamicTest> bl01_gives_every_case() {
            JsonNode vectors = Shared.json("reference/flexibility/vectors/bl01.json");
            MeterHistory history = history(vectors.get("series"));
            var tests = new ArrayList<DynamicTest>();
            vectors.get("cases")
                    .forEach(each ->
                            tests.add(DynamicTest.dynamicTest(each.get("name").asText(), () -> check(each, history))));
            assertTrue(tests.size() >= 7);
            return tests;
        }

        @Test
        void the_bank_holidays_are_those_used() {
            JsonNode vectors = Shared.json("reference/flexibility/vectors/bl01.json");
            var expected = new TreeSet<LocalDate>();
            vectors.get("bank_holidays_used").forEach(day -> expected.add(LocalDate.parse(day.asText())));

            assertEquals(expected, BankHolidays.of(2026));
        }

        private static void check(JsonNode each, MeterHistory history) {
            LocalDate day = LocalDate.parse(each.get("day").asText());
            var eventDays = new TreeSet<LocalDate>();
            each.get("event_days").forEach(event -> eventDays.add(LocalDate.parse(event.asText())));
            MeterBaseline baseline = BaselineRules.of(PLAIN, history, eventDays, starts(day), true);
            DaySelection selection = Objects.requireNonNull(baseline.days().get(day));
            assertEquals(each.get("status").asText(), selection.isSufficient() ? "OK" : "INSUFFICIENT");
            assertEquals(days(each.path("selected_days")), selection.selected(), "selected days, most recent first");
            if (selection.isSufficient()) {
                values(each.get("unadjusted_baseline_kwh"), day, baseline);
            }
            if (each.has("in_day")) {
                inDay(each.get("in_day"), day, eventDays, history);
            }
        }

        private static void values(JsonNode expected, LocalDate day, MeterBaseline baseline) {
            for (int number = 1; number <= expected.size(); number++) {
                Period period = Objects.requireNonNull(baseline.periods().get(start(day, number)));
                assertClose(
                        expected.get(number - 1),
                        assertInstanceOf(Found.class, period).value());
            }
        }

        private static void inDay(JsonNode expected, LocalDate day, Set<LocalDate> eventDays, MeterHistory history) {
            Instant first = start(day, expected.get("event_first_sp").asInt());
            MeterBaseline adjusted = BaselineRules.of(new Bl01(true), history, eventDays, List.of(first), true);
            Found found = assertInstanceOf(Found.class, adjusted.periods().get(first));
            assertEquals(InDay.APPLIED, found.inDay());
            assertClose(expected.get("adjustment_kwh_per_sp"), found.adjustment());
            assertClose(expected.get("adjusted_first_sp_kwh"), found.value());
        }

        private static List<LocalDate> days(JsonNode list) {
            var days = new ArrayList<LocalDate>();
            list.forEach(day -> days.add(LocalDate.parse(day.asText())));
            return days;
        }

        private static void assertClose(JsonNode expected, Volume actual) {
            BigDecimal off =
                    expected.decimalValue().subtract(actual.kilowattHours()).abs();
            assertTrue(off.compareTo(TOLERANCE) <= 0, () -> expected + " but was " + actual.kilowattHours());
        }

        private static MeterHistory history(JsonNode series) {
            Map<Instant, Energy> energy = new HashMap<>();
            series.properties().forEach(entry -> {
                LocalDate day = LocalDate.parse(entry.getKey());
                for (int number = 1; number <= entry.getValue().size(); number++) {
                    JsonNode kilowattHours = entry.getValue().get(number - 1);
                    if (!kilowattHours.isNull()) {
                        energy.put(start(day, number), Energy.ofKilowattHours(kilowattHours.decimalValue()));
                    }
                }
            });
            return new MeterHistory(energy);
        }
    }

    @Nested
    class On_a_clock_change_day {

        /** Reads as many kWh as the local hour says, on every day. */
        private static final MeterHistory BY_THE_HOUR = history(
                LocalDate.of(2026, 1, 1),
                120,
                start -> start.atZone(SettlementPeriod.ZONE).getHour());

        @Test
        void the_repeated_hour_takes_the_same_baseline_twice() {
            LocalDate longDay = LocalDate.of(2025, 10, 26);
            MeterHistory history = history(
                    longDay.minusDays(70),
                    71,
                    start -> start.atZone(SettlementPeriod.ZONE).getHour());

            MeterBaseline baseline = BaselineRules.of(PLAIN, history, Set.of(), starts(longDay), true);

            assertEquals(50, baseline.periods().size());
            assertEquals(
                    List.of("0", "0", "1", "1", "1", "1", "2"),
                    kilowattHours(baseline).subList(0, 7));
            assertEquals("23", kilowattHours(baseline).getLast());
        }

        @Test
        void the_missing_hour_is_not_asked_for() {
            LocalDate shortDay = LocalDate.of(2026, 3, 29);

            MeterBaseline baseline = BaselineRules.of(PLAIN, BY_THE_HOUR, Set.of(), starts(shortDay), true);

            assertEquals(46, baseline.periods().size());
            assertEquals(
                    List.of("0", "0", "2", "2", "3"), kilowattHours(baseline).subList(0, 5));
        }

        @Test
        void it_is_never_history() {
            DaySelection selection = SelectionRules.bl01(LocalDate.of(2026, 4, 4), BY_THE_HOUR, Set.of());

            assertTrue(selection.excluded().contains(new Excluded(LocalDate.of(2026, 3, 29), Reason.CLOCK_CHANGE_DAY)));
        }
    }

    @Nested
    class Adjusted_in_the_day {

        private static final LocalDate DAY = LocalDate.of(2026, 2, 11);

        @Test
        void a_window_across_midnight_takes_the_day_before_with_its_own_baseline() {
            // Usually 100; the evening before reads 112, which its own baseline does not know of.
            MeterHistory history = history(
                    DAY.minusDays(70),
                    71,
                    start -> !start.isBefore(start(DAY.minusDays(1), 45)) && start.isBefore(start(DAY, 1)) ? 112 : 100);
            Instant first = start(DAY, 5);

            Found found = adjusted(history, first);

            // Half-hours 45 to 48 of the day before are above by 12, 1 and 2 of the day are not: 48 over 6.
            assertEquals("8", plain(found.adjustment()));
            assertEquals("108", plain(found.value()));
        }

        @Test
        void a_gap_in_the_window_leaves_it_unadjusted_and_says_so() {
            MeterHistory whole = history(DAY.minusDays(70), 71, _ -> 100);
            var gapped = new HashMap<>(whole.energy());
            gapped.remove(start(DAY, 20));

            Found found = adjusted(new MeterHistory(gapped), start(DAY, 25));

            assertEquals(InDay.WINDOW_INCOMPLETE, found.inDay());
            assertEquals("100", plain(found.value()));
        }

        @Test
        void a_pure_import_never_goes_below_nothing() {
            MeterHistory history = history(DAY.minusDays(70), 71, start -> start.isBefore(start(DAY, 1)) ? 100 : -500);

            assertEquals("0", plain(adjusted(history, start(DAY, 25)).value()));
            MeterBaseline withExport =
                    BaselineRules.of(new Bl01(true), history, Set.of(), List.of(start(DAY, 25)), false);
            Found found = assertInstanceOf(Found.class, withExport.periods().get(start(DAY, 25)));
            assertEquals("-500", plain(found.value()));
        }

        private static Found adjusted(MeterHistory history, Instant first) {
            MeterBaseline baseline = BaselineRules.of(new Bl01(true), history, Set.of(), List.of(first), true);
            return assertInstanceOf(Found.class, baseline.periods().get(first));
        }
    }

    @Nested
    class Best_of {

        private static final LocalDate DAY = LocalDate.of(2026, 2, 11);

        @Test
        void takes_the_days_of_most_energy_among_the_most_recent() {
            // Each day reads its day of the year; of the ten most recent working days the five latest are highest.
            MeterHistory history = history(
                    DAY.minusDays(70),
                    71,
                    start -> start.atZone(SettlementPeriod.ZONE).getDayOfYear());

            DaySelection selection = SelectionRules.bestOf(new BestOf(5, 10), DAY, history, Set.of());

            assertEquals(
                    List.of(10, 9, 6, 5, 4),
                    selection.selected().stream().map(LocalDate::getDayOfMonth).toList());
            assertEquals(
                    5,
                    selection.excluded().stream()
                            .filter(each -> each.reason() == Reason.NOT_AMONG_BEST)
                            .count());
        }

        @Test
        void prefers_the_more_recent_of_equal_days() {
            DaySelection selection =
                    SelectionRules.bestOf(new BestOf(2, 10), DAY, history(DAY.minusDays(70), 71, _ -> 7), Set.of());

            assertEquals(List.of(DAY.minusDays(1), DAY.minusDays(2)), selection.selected());
        }

        @Test
        void is_read_from_messages_in_either_spelling() {
            assertEquals(new BestOf(5, 10), BaselineMethod.of("5of10"));
            assertEquals(new BestOf(10, 10), BaselineMethod.of("10_of_10"));
        }
    }

    @Test
    void a_day_of_our_own_dispatch_is_never_selected() {
        LocalDate day = LocalDate.of(2026, 2, 11);
        MeterHistory history = history(day.minusDays(70), 71, _ -> 10);
        Set<LocalDate> events = Set.of(day.minusDays(1), day.minusDays(8));

        DaySelection selection = SelectionRules.bl01(day, history, events);

        assertEquals(10, selection.selected().size());
        assertTrue(selection.selected().stream().noneMatch(events::contains));
        assertTrue(selection.excluded().contains(new Excluded(day.minusDays(1), Reason.EVENT_DAY)));
    }

    @Test
    void the_bank_holidays_of_special_years_are_those_proclaimed() {
        assertTrue(BankHolidays.contains(LocalDate.of(2022, 6, 3)));
        assertTrue(BankHolidays.contains(LocalDate.of(2022, 9, 19)));
        assertTrue(BankHolidays.contains(LocalDate.of(2020, 5, 8)));
        assertTrue(!BankHolidays.contains(LocalDate.of(2020, 5, 4)));
        assertEquals(
                Set.of(LocalDate.of(2021, 12, 27), LocalDate.of(2021, 12, 28)),
                Set.copyOf(BankHolidays.of(2021).stream()
                        .filter(day -> day.getMonthValue() == 12)
                        .toList()));
        assertTrue(BankHolidays.contains(LocalDate.of(2022, 12, 27)));
        assertTrue(BankHolidays.contains(LocalDate.of(2028, 1, 3)));
    }

    private static MeterHistory history(LocalDate from, int days, ToLongFunction<Instant> kilowattHours) {
        Map<Instant, Energy> energy = new HashMap<>();
        from.datesUntil(from.plusDays(days))
                .forEach(day -> starts(day)
                        .forEach(start -> energy.put(start, Energy.ofKilowattHours(kilowattHours.applyAsLong(start)))));
        return new MeterHistory(energy);
    }

    private static List<Instant> starts(LocalDate day) {
        return IntStream.rangeClosed(1, SettlementPeriod.periodsInDay(day))
                .mapToObj(number -> start(day, number))
                .toList();
    }

    private static Instant start(LocalDate day, int number) {
        return new SettlementPeriod(day, number).interval().start();
    }

    private static List<String> kilowattHours(MeterBaseline baseline) {
        return baseline.periods().values().stream()
                .map(period -> plain(assertInstanceOf(Found.class, period).value()))
                .toList();
    }

    private static String plain(Volume volume) {
        BigDecimal stripped = volume.kilowattHours().stripTrailingZeros();
        return stripped.toPlainString();
    }
}
