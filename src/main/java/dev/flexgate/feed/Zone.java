package dev.flexgate.feed;

import java.util.Currency;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A place that a signal is published for: {@code GB}; {@code GB-13}, region 13 of the UK Carbon Intensity API;
 * {@code GB-C}, the grid supply point group C of British electricity tariffs.
 *
 * @param code a country and at most three parts, such as {@code US-CAL-CISO}
 */
public record Zone(String code) implements Comparable<Zone> {

    private static final Pattern LEGAL = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,8}){0,3}");

    /**
     * Countries whose power is traded in euros while their own currency is another: day-ahead prices of the coupled
     * European auction are published in EUR [general knowledge; the currency of an answer is checked against this].
     */
    private static final Set<String> TRADED_IN_EUROS = Set.of("BG", "CZ", "DK", "EU", "HU", "NO", "PL", "RO", "SE");

    /** ISO 4217 for "no currency": a price of such a zone can be stored but not added to any other. */
    private static final Currency NONE = Currency.getInstance("XXX");

    public Zone {
        if (!LEGAL.matcher(code).matches()) {
            throw new IllegalArgumentException("not a zone code: " + code);
        }
    }

    /** The first part: a country of ISO 3166, or {@code EU}. */
    public String country() {
        return code.substring(0, 2);
    }

    /**
     * The one currency of this zone's prices: a series of prices never mixes two. That of the country, except where
     * power is traded in euros.
     */
    public Currency currency() {
        if (TRADED_IN_EUROS.contains(country())) {
            return Currency.getInstance("EUR");
        }
        try {
            Currency national = Currency.getInstance(Locale.of("", country()));
            return national == null ? NONE : national;
        } catch (IllegalArgumentException noCountry) {
            return NONE;
        }
    }

    @Override
    public int compareTo(Zone other) {
        return code.compareTo(other.code);
    }

    @Override
    public String toString() {
        return code;
    }
}
