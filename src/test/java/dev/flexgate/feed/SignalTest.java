package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalTest {

    @ParameterizedTest
    @CsvSource({
        "GB-A, GBP/kWh",
        "FI, EUR/kWh",
        "DE, EUR/kWh",
        "SE-SE3, EUR/kWh",
        "NO-NO5, EUR/kWh",
        "IN-WE, INR/kWh",
        "JP-TK, JPY/kWh",
        "AU-NSW, AUD/kWh",
        "BR-CS, BRL/kWh",
        "US-TEX-ERCO, USD/kWh",
        "ZZ-1, XXX/kWh",
        "AQ, XXX/kWh"
    })
    void a_price_is_in_the_one_currency_of_its_zone(String zone, String unit) {
        assertEquals(unit, new Topic(new Zone(zone), Signal.ENERGY_PRICE).unit());
    }

    @Test
    void marginal_lifecycle_and_average_carbon_are_three_signals() {
        Zone zone = new Zone("GB");
        assertEquals("gCO2/kWh", Signal.CARBON_INTENSITY.unit(zone));
        assertEquals("gCO2e/kWh", Signal.CARBON_LIFECYCLE.unit(zone));
        assertNotEquals(Signal.CARBON_INTENSITY, Signal.CARBON_MARGINAL);
    }

    @Test
    void only_what_plans_need_is_ever_simulated() {
        assertEquals(
                List.of(Signal.CARBON_INTENSITY, Signal.ENERGY_PRICE),
                Stream.of(Signal.values()).filter(Signal::isPlannedWith).toList());
    }

    @Test
    void the_fuel_mix_is_shares_alone() {
        assertEquals(12, Signal.mix().size());
        assertTrue(Signal.mix().stream().allMatch(each -> each.kind() == Signal.Kind.SHARE));
    }
}
