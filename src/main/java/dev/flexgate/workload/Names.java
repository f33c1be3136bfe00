package dev.flexgate.workload;

import java.util.regex.Pattern;

/** How names and codes may look, checked where they are made. */
final class Names {

    static final int TEXT_LENGTH_MAX = 200;

    private static final Pattern SLUG = Pattern.compile("[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?");
    private static final Pattern CODE = Pattern.compile("[A-Z][A-Z0-9]{0,7}(-[A-Z0-9]{1,12}){0,3}");

    private Names() {}

    static String slug(String value, String what) {
        if (!SLUG.matcher(value).matches()) {
            throw new IllegalArgumentException(
                    what + " must be lower-case letters, digits and inner hyphens, at most 64: '" + value + "'");
        }
        return value;
    }

    /** A zone code such as {@code GB}, {@code GB-10} or {@code GB-A}. */
    static String zoneCode(String value) {
        if (!CODE.matcher(value).matches()) {
            throw new IllegalArgumentException("zone code must look like GB, GB-10 or GB-A: '" + value + "'");
        }
        return value;
    }

    static String text(String value, String what) {
        if (value.isBlank() || value.length() > TEXT_LENGTH_MAX) {
            throw new IllegalArgumentException(what + " must be 1 to " + TEXT_LENGTH_MAX + " characters");
        }
        return value;
    }
}
