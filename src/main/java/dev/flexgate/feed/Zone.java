package dev.flexgate.feed;

import java.util.regex.Pattern;

/**
 * A place that a signal is published for: {@code GB}; {@code GB-13}, region 13 of the UK Carbon Intensity API;
 * {@code GB-C}, the grid supply point group C of British electricity tariffs.
 *
 * @param code a country and at most three parts, such as {@code US-CAL-CISO}
 */
public record Zone(String code) implements Comparable<Zone> {

    private static final Pattern LEGAL = Pattern.compile("[A-Z]{2}(-[A-Z0-9]{1,8}){0,3}");

    public Zone {
        if (!LEGAL.matcher(code).matches()) {
            throw new IllegalArgumentException("not a zone code: " + code);
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
