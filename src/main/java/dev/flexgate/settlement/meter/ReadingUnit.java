package dev.flexgate.settlement.meter;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Units that readings may come in; inside there are joules only. */
enum ReadingUnit {
    WATT_HOURS("Wh", 3_600),
    KILOWATT_HOURS("kWh", 3_600_000),
    MEGAWATT_HOURS("MWh", 3_600_000_000L),
    /** Average power over the interval. */
    KILOWATTS("kW", 1_000) {
        @Override
        BigDecimal joules(BigDecimal value, long seconds) {
            return super.joules(value, seconds).multiply(BigDecimal.valueOf(seconds));
        }
    };

    private final String symbol;
    private final BigDecimal factor;

    ReadingUnit(String symbol, long factor) {
        this.symbol = symbol;
        this.factor = BigDecimal.valueOf(factor);
    }

    /** The energy of one value over an interval, exact; perhaps not a whole number of joules. */
    BigDecimal joules(BigDecimal value, long seconds) {
        return value.multiply(factor);
    }

    static Optional<ReadingUnit> of(String symbol) {
        return Arrays.stream(values())
                .filter(unit -> unit.symbol.equals(symbol))
                .findFirst();
    }

    static List<String> symbols() {
        return Arrays.stream(values()).map(unit -> unit.symbol).toList();
    }
}
