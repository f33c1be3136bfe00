package dev.flexgate.placement;

import java.util.List;

/** How a region stands in an answer. */
public sealed interface Standing {

    /**
     * It may be chosen.
     *
     * @param rank from 1
     * @param pareto whether no other region that may be chosen is at least as good in carbon, money and latency and
     *     better in one of them
     * @param withinBand whether its score could turn out to be that of the first: their bands overlap
     */
    record Ranked(int rank, boolean pareto, boolean withinBand) implements Standing {}

    /** It must not or cannot be chosen, for every one of these reasons. */
    record Excluded(List<Reason> reasons) implements Standing {

        public Excluded {
            reasons = List.copyOf(reasons);
        }
    }

    /** Nobody knows enough to say: what is unknown is not counted as nothing. */
    record Unknown(List<Reason> reasons) implements Standing {

        public Unknown {
            reasons = List.copyOf(reasons);
        }
    }

    /** Why a region is not ranked, by name and with its numbers. */
    record Reason(Code code, String detail) {}

    /** Names of reasons. */
    enum Code {
        RESIDENCY,
        LATENCY,
        LATENCY_UNKNOWN,
        SITE_CAPACITY,
        DEADLINE,
        CARBON_CEILING,
        FORECAST_MISSING,
        FORECAST_TOO_SHORT,
        RATE_MISSING;

        /** Whether it says that something is not known, rather than that it cannot be. */
        public boolean isIgnorance() {
            return this == LATENCY_UNKNOWN
                    || this == FORECAST_MISSING
                    || this == FORECAST_TOO_SHORT
                    || this == RATE_MISSING;
        }
    }
}
