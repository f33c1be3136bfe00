package dev.flexgate.feed;

import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.math.BigDecimal;

/**
 * One value of one signal for one half-hour. Sources with longer or shorter periods are brought to half-hours
 * by their adapter and nowhere else.
 *
 * @param zone where
 * @param signal what, and so in which unit
 * @param valid the aligned half-hour that the value is for
 * @param value the exact value, without trailing zeros
 * @param quality how far to believe it
 */
public record Reading(Zone zone, Signal signal, Interval valid, BigDecimal value, Quality quality) {

    /** Decimals a value may have: what a price in pence including VAT needs, and no more. */
    public static final int SCALE_MAX = 10;

    public Reading {
        if (!HalfHours.isAligned(valid.start()) || !valid.length().equals(HalfHours.STEP)) {
            throw new IllegalArgumentException("not one aligned half-hour: " + valid);
        }
        value = value.stripTrailingZeros();
        if (value.scale() > SCALE_MAX) {
            throw new IllegalArgumentException("finer than " + SCALE_MAX + " decimals: " + value);
        }
        if (value.scale() < 0) {
            value = value.setScale(0);
        }
    }
}
