package dev.flexgate.quantity;

import java.math.BigDecimal;

/** How exact decimals are shown: no trailing zeros, never an exponent. */
final class Decimals {

    private Decimals() {}

    static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
