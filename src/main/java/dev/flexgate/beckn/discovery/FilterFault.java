package dev.flexgate.beckn.discovery;

import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;

/** The refusal of a filter that is not understood: with the position, so that nobody takes it for an empty result. */
final class FilterFault {

    private static final String FIX = "use $.catalogs[*].resources[*] ? (@.resourceAttributes.x == \"y\") or"
            + " $[?(@.resourceAttributes.x == 'y')], with == != < <= > >= && || ! exists() and parentheses";

    private FilterFault() {}

    static RefusedException at(int position, String what) {
        return RefusedException.of(
                        ErrorCode.SCH_INVALID_JSONPATH,
                        "the filter is not understood at character " + position + ": " + what)
                .fix(FIX);
    }

    static RefusedException tooCostly() {
        return RefusedException.of(
                        ErrorCode.SCH_INVALID_JSONPATH, "the filter needs more steps than one discovery may take")
                .fix("narrow it by time, place, price or carbon, without nested paths");
    }
}
