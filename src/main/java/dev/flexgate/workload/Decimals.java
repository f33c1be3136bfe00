package dev.flexgate.workload;

import java.math.BigDecimal;

/** One form for equal decimals, so that records that say the same are equal. */
final class Decimals {

    private Decimals() {}

    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
