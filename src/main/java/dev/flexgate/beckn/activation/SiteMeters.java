package dev.flexgate.beckn.activation;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.util.List;

/** What the meters of a site read. */
public interface SiteMeters {

    /**
     * Mean load of a site in an interval, all its meters together.
     *
     * @param interval over which it was read
     * @param load facility power
     */
    record Load(Interval interval, Power load) {}

    /**
     * What is known.
     *
     * @param meters ids of the meters, joined by commas; empty when there are none
     * @param loads of the intervals in which every meter was read, in order of time
     */
    record Known(String meters, List<Load> loads) {

        public Known {
            loads = List.copyOf(loads);
        }
    }

    Known of(SiteId site, Interval window);

    /** Sites without meters. */
    static SiteMeters none() {
        return (_, _) -> new Known("", List.of());
    }
}
