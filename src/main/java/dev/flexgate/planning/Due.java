package dev.flexgate.planning;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * A new plan is due.
 *
 * @param causes of what kinds; none where somebody asked for it
 * @param words the same, told
 */
record Due(Set<Cause> causes, String words) {

    Due {
        causes = Collections.unmodifiableSet(causes.isEmpty() ? EnumSet.noneOf(Cause.class) : EnumSet.copyOf(causes));
    }

    static Due asked(String words) {
        return new Due(Set.of(), words);
    }
}
