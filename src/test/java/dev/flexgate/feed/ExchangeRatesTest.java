package dev.flexgate.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.flexgate.store.Database;
import dev.flexgate.store.TestDatabase;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ExchangeRatesTest {

    private static final Database DATABASE = TestDatabase.fresh();
    private static final Currency POUND = Currency.getInstance("GBP");
    private static final Currency EURO = Currency.getInstance("EUR");
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final ExchangeRates rates = new ExchangeRates(DATABASE);

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void a_rate_answers_for_every_moment_as_it_was_known_then() {
        Instant later = NOW.plus(Duration.ofDays(1));
        rates.state(Map.of(EURO, new BigDecimal("0.86")), POUND, NOW);
        rates.state(Map.of(EURO, new BigDecimal("0.860")), POUND, NOW.plusSeconds(60));
        rates.state(Map.of(EURO, new BigDecimal("0.84")), POUND, later);
        assertEquals(Optional.empty(), rates.known(EURO, POUND, NOW.minusSeconds(1)));
        assertEquals(Optional.of(new BigDecimal("0.86")), rates.known(EURO, POUND, NOW.plusSeconds(90)));
        assertEquals(Optional.of(new BigDecimal("0.84")), rates.known(EURO, POUND, later));
        assertEquals(2, DATABASE.rows("select 1 from feed_exchange_rate").size());
    }

    @Test
    void a_currency_is_worth_itself() {
        assertEquals(Optional.of(BigDecimal.ONE), rates.known(POUND, POUND, NOW));
    }

    @Test
    void what_was_never_stated_is_not_guessed() {
        assertEquals(Optional.empty(), rates.known(Currency.getInstance("JPY"), POUND, NOW));
    }
}
