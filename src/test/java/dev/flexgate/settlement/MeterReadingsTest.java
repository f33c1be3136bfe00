package dev.flexgate.settlement;

import static dev.flexgate.settlement.SettlementFixture.DAY;
import static dev.flexgate.settlement.SettlementFixture.METER;
import static dev.flexgate.settlement.SettlementFixture.batch;
import static dev.flexgate.settlement.SettlementFixture.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.settlement.meter.BatchFault;
import dev.flexgate.settlement.meter.BatchReading;
import dev.flexgate.settlement.meter.Intake;
import dev.flexgate.settlement.meter.StoredReading;
import dev.flexgate.workload.MeterId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class MeterReadingsTest {

    private static final Instant START = start(DAY, 1);
    private static final MeterId ID = new MeterId(METER);

    private final SettlementFixture fixture = new SettlementFixture();

    MeterReadingsTest() {
        fixture.clock.set(start(DAY.plusDays(1), 1));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Nested
    class A_batch {

        @Test
        void sent_again_changes_nothing_and_hears_the_same() {
            byte[] content = batch("a", METER, START, List.of(1L, 2L, 3L));
            Intake.Receipt receipt = fixture.accept(content);
            assertEquals(3, receipt.added());
            long records = records();

            fixture.clock.advance(Duration.ofHours(1));

            assertEquals(new Intake.Repeated(receipt), fixture.send(content));
            assertEquals(records, records());
        }

        @Test
        void of_the_same_name_with_other_bytes_is_a_conflict() {
            fixture.accept(batch("a", METER, START, List.of(1L)));

            assertInstanceOf(Intake.Conflict.class, fixture.send(batch("a", METER, START, List.of(2L))));
            assertEquals("1 kWh", newest().getFirst());
        }

        @Test
        void that_names_an_unknown_meter_is_refused_whole() {
            Intake refused = fixture.send(batch("a", "nobody-knows", START, List.of(1L)));

            assertTrue(assertInstanceOf(Intake.Refused.class, refused)
                    .faults()
                    .getFirst()
                    .detail()
                    .contains("nobody-knows"));
            assertEquals(List.of(), newest());
        }

        @Test
        void has_one_record_with_the_bytes_that_came() {
            long before = records();
            byte[] content = batch("a", METER, START, List.of(1L, 2L));
            fixture.accept(content);

            assertEquals(before + 1, records());
            assertEquals(
                    1,
                    fixture.database
                            .row("select count(*) as n from audit_evidence where content = $1", content)
                            .orElseThrow()
                            .getLong("n"));
        }

        @Test
        void with_more_than_a_site_can_draw_is_taken_with_a_warning() {
            Intake intake = fixture.send(batch("a", METER, START, List.of(900_000L)));

            assertTrue(assertInstanceOf(Intake.Accepted.class, intake)
                    .warnings()
                    .getFirst()
                    .detail()
                    .startsWith("READING_IMPLAUSIBLE"));
        }
    }

    @Nested
    class A_correction {

        @Test
        void is_a_further_version_and_the_old_one_stays_as_of_then() {
            fixture.accept(batch("a", METER, START, List.of(10L)));
            Instant then = fixture.clock.instant();
            fixture.clock.advance(Duration.ofDays(1));
            Intake.Receipt receipt = fixture.accept(batch("b", METER, START, List.of(11L)));

            assertEquals(1, receipt.corrected());
            assertEquals(List.of("11 kWh"), newest());
            assertEquals(List.of("10 kWh"), energies(fixture.readings.of(ID, day(), then, 10)));
            assertEquals(List.of(), energies(fixture.readings.of(ID, day(), then.minusSeconds(1), 10)));
            assertEquals(List.of("10 kWh", "11 kWh"), energies(fixture.readings.versions(ID, START)));
        }

        @Test
        void is_not_undone_by_a_late_copy_of_what_it_corrected() {
            byte[] first = batch("a", METER, START, List.of(10L));
            fixture.accept(first);
            fixture.accept(batch("b", METER, START, List.of(11L)));

            fixture.send(first);

            assertEquals(List.of("11 kWh"), newest());
        }

        @Test
        void counts_only_what_it_changes() {
            fixture.accept(batch("a", METER, START, List.of(1L, 2L, 3L)));

            Intake.Receipt receipt = fixture.accept(batch("b", METER, START, List.of(1L, 5L, 3L, 4L)));

            assertEquals(List.of(1, 1, 2), List.of(receipt.added(), receipt.corrected(), receipt.unchanged()));
        }
    }

    @Nested
    class Units {

        @Test
        void are_converted_once_and_exactly() {
            assertEquals(List.of("0.0125 kWh"), taken("Wh", "PT30M", "12.5"));
            assertEquals(List.of("12.34567 kWh"), taken("kWh", "PT30M", "\"12.34567\""));
            assertEquals(List.of("1500 kWh"), taken("MWh", "PT30M", "1.5"));
            assertEquals(List.of("13.75 kWh"), taken("kW", "PT30M", "27.5"));
        }

        @Test
        void of_shorter_intervals_are_summed_to_half_hours() {
            assertEquals(List.of("300 kWh", "0.5 kWh"), taken("kW", "PT15M", "400, 800, 1, 1"));
            assertEquals(List.of("6 kWh"), taken("kWh", "PT10M", "1, 2, 3"));
        }

        @Test
        void with_a_gap_in_a_half_hour_give_no_value_for_it() {
            assertEquals(List.of("BAD", "2 kWh"), taken("kWh", "PT15M", "1, null, 1, 1"));
        }

        private int number;

        private List<String> taken(String unit, String interval, String values) {
            number++;
            Instant from = START.plus(Duration.ofHours(2L * number));
            fixture.accept(
                    line("unit-" + number, "\"" + from + "\"", "\"" + interval + "\"", "\"" + unit + "\"", values));
            return energies(fixture.readings.of(ID, Interval.from(from, Duration.ofHours(2)), 10));
        }
    }

    @TestFactory
    List<DynamicTest> what_is_wrong_is_named_with_a_pointer_and_nothing_is_taken() {
        record Wrong(String pointer, String start, String interval, String unit, String values) {}
        String good = "\"" + START + "\"";
        var tests = new ArrayList<DynamicTest>();
        for (Wrong wrong : List.of(
                new Wrong("/readings/0/start", "\"2026-11-18T00:00:00\"", "\"PT30M\"", "\"kWh\"", "1"),
                new Wrong("/readings/0/start", "\"2026-11-18T00:10:00Z\"", "\"PT30M\"", "\"kWh\"", "1"),
                new Wrong("/readings/0/start", "\"2030-11-18T00:00:00Z\"", "\"PT30M\"", "\"kWh\"", "1"),
                new Wrong("/readings/0/start", "\"2006-11-18T00:00:00Z\"", "\"PT30M\"", "\"kWh\"", "1"),
                new Wrong("/readings/0/interval", good, "\"PT1H\"", "\"kWh\"", "1"),
                new Wrong("/readings/0/interval", good, "\"PT7M\"", "\"kWh\"", "1"),
                new Wrong("/readings/0/unit", good, "\"PT30M\"", "\"GWh\"", "1"),
                new Wrong("/readings/0/values", good, "\"PT15M\"", "\"kWh\"", "1, 2, 3"),
                new Wrong("/readings/0/values", good, "\"PT30M\"", "\"kWh\"", ""),
                new Wrong("/readings/0/values/1", good, "\"PT30M\"", "\"kWh\"", "1, \"much\""),
                new Wrong("/readings/0/values/0", good, "\"PT30M\"", "\"kWh\"", "0.0000001"),
                new Wrong("/readings/0/values/0", good, "\"PT30M\"", "\"MWh\"", "1e9"))) {
            tests.add(DynamicTest.dynamicTest(wrong.toString(), () -> {
                byte[] content = line("wrong", wrong.start(), wrong.interval(), wrong.unit(), wrong.values());
                BatchReading read = fixture.readings.read("operator", content);
                List<BatchFault> faults =
                        assertInstanceOf(BatchReading.Faulty.class, read).faults();
                assertEquals(
                        List.of(wrong.pointer()),
                        faults.stream().map(BatchFault::pointer).toList());
            }));
        }
        return tests;
    }

    @Test
    void what_is_not_a_batch_at_all_is_refused_too() {
        for (String content : List.of(
                "",
                "[]",
                "{}",
                "{\"batchId\":\"a\",\"readings\":[]}",
                "{\"batchId\":\"a b\",\"readings\":[{}]}",
                "no json")) {
            assertInstanceOf(
                    BatchReading.Faulty.class,
                    fixture.readings.read("operator", content.getBytes(StandardCharsets.UTF_8)),
                    content);
        }
    }

    private static byte[] line(String id, String start, String interval, String unit, String values) {
        return ("{\"batchId\":\"" + id + "\",\"readings\":[{\"meterId\":\"" + METER + "\",\"start\":" + start
                        + ",\"interval\":" + interval + ",\"unit\":" + unit + ",\"quality\":\"MEASURED\",\"values\":["
                        + values + "]}]}")
                .getBytes(StandardCharsets.UTF_8);
    }

    private List<String> newest() {
        return energies(fixture.readings.of(ID, day(), 100));
    }

    private static Interval day() {
        return Interval.from(START, HalfHours.STEP.multipliedBy(48));
    }

    private static List<String> energies(List<StoredReading> readings) {
        return readings.stream()
                .map(stored -> stored.reading()
                        .energy()
                        .map(Object::toString)
                        .orElse(stored.reading().quality().name()))
                .toList();
    }

    private long records() {
        return fixture.database
                .row("select count(*) as n from audit_pending")
                .orElseThrow()
                .getLong("n");
    }
}
