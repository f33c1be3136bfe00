package dev.flexgate.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumbersKeptTest {

    private static final String FACTS = """
            Render runs Sun 22 Nov 02:30–06:30, 400 kW at South Wales, plan 17.
            cost £1,234.50 (£1,190.00–£1,280.25), carbon 41.0 kg CO2e, P10 to P90, 2026-11-22T02:30:00Z
            saves 9.10 GBP; slack 2 h 30 min; 20 jobs at the table; scarcity 0.021 GBP/kWh; 14:05 UTC
            SHA-256 of the outcome 3fa45c0d9e8b7a6f5e4d3c2b1a09f8e7
            """;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It costs £1234.50 and causes 41 kg of CO₂e.",
                "It costs 1,234.5 GBP, between £1,190 and £1,280.25.",
                "It starts at 2:30 am on the 22nd and ends at 06:30.",
                "It starts at 02:30:00.",
                "At 2:05 p.m. nothing happens; twenty jobs were at the table.",
                "It saves £9.1, with 2 hours and 30 minutes to spare.",
                "One of the 20 jobs; each half-hour counts. From P10 to P90.",
                "Room is worth 0.0210 GBP/kWh, the power is 400kW.",
                "It costs £1\u202f234.50.",
                "\uff14\uff11 kg",
                "On 2026-11-22 it runs.",
                "No number at all."
            })
    void a_number_is_the_same_however_it_is_written(String told) {
        assertEquals(Optional.empty(), NumbersKept.firstStranger(FACTS, told));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "It saves 42 kg.",
                "It saves 41.1 kg.",
                "It costs £1,234.",
                "It costs 1.234,50 euros.",
                "It costs 1,23450.",
                "It starts at 2:30 pm.",
                "It starts at 14:30.",
                "It starts at 02:31.",
                "It saves a third of the carbon.",
                "It is twice as clean.",
                "It saves twenty-one pounds.",
                "It saves nineteen pounds.",
                "It costs 1.2k.",
                "It costs 1e3.",
                "It costs 12 hundred.",
                "About ½ of it.",
                "It is within P50.",
                "The hash is 3fa45c0d9e8b7a6f5e4d3c2b1a09f8e8.",
                "It runs in 2027-11-22.",
                "\u0664\u0662 kg"
            })
    void a_number_that_is_not_in_the_facts_is_found(String told) {
        assertEquals(
                true, NumbersKept.firstStranger(FACTS, told).isPresent(), () -> "nothing strange found in: " + told);
    }

    @Test
    void the_stranger_is_named_as_it_was_written() {
        assertEquals(Optional.of("1,999.00"), NumbersKept.firstStranger(FACTS, "It costs £1,999.00 and 41 kg"));
    }
}
