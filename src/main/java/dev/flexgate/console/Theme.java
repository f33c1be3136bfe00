package dev.flexgate.console;

import java.util.Arrays;
import java.util.Locale;

/** Light or dark; kept in a cookie so that the server draws the first frame right. */
public enum Theme {
    SYSTEM,
    LIGHT,
    DARK;

    /** As written in the page and the cookie. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Any unknown code means the system's choice. */
    static Theme of(String code) {
        return Arrays.stream(values())
                .filter(each -> each.code().equals(code))
                .findFirst()
                .orElse(SYSTEM);
    }
}
