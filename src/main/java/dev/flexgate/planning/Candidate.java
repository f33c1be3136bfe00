package dev.flexgate.planning;

import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A way to do a job's work beside everything else in a plan, weighed. Money and carbon are of facility energy at
 * forecast prices and intensities, each half-hour at the same quantile.
 *
 * @param kind how it was come by
 * @param verdict what became of it
 * @param runs when and where; at least one
 * @param energy facility energy drawn from the grid
 * @param money cost of energy
 * @param carbon emissions
 * @param extra what it asks besides
 * @param total what it is compared by: money and the tenant's worth of carbon, both P50, and the extra
 * @param slack from the end of its last run to the deadline; negative where it is too late
 * @param headroom least power that would still be free beside it; negative where it does not fit
 * @param obligations what was sold and promised where and when it runs
 */
public record Candidate(
        Kind kind,
        Verdict verdict,
        List<Allocation> runs,
        Energy energy,
        Band<Money> money,
        Band<CarbonMass> carbon,
        Extra extra,
        Money total,
        Duration slack,
        Power headroom,
        Obligations obligations) {

    public Candidate {
        runs = List.copyOf(runs);
    }

    /** How a candidate was come by. */
    public enum Kind {
        /** What the plan gives the job. */
        CHOSEN,
        /** At home, from the release on. */
        RUN_NOW,
        /** One unbroken window at one site. */
        WINDOW,
        /** The cheapest half-hours of one site, with pauses between them. */
        SPLIT
    }

    /** What became of a candidate, with the numbers that decided. */
    public sealed interface Verdict {

        /** The plan took it. */
        record Chosen() implements Verdict {}

        /** It is free, and dearer than what was chosen, or just as dear. */
        record Dearer(Money by) implements Verdict {}

        /**
         * It is free, and its energy and carbon are cheaper than what was chosen; what its owner minds besides makes it dearer.
         *
         * @param because the largest part of that
         * @param of how much more that part is
         */
        record Unhandy(Money by, Extra.Part because, Money of) implements Verdict {}

        /** It is free, and nothing has been chosen yet. */
        record Free() implements Verdict {}

        /**
         * Others hold the room.
         *
         * @param by which of the site's limits is too little
         * @param at the first half-hour in which it does not fit
         * @param missing how much power is missing there
         * @param scarcity highest price of room on its way
         * @param sold power that is reserved or sold there
         */
        record Full(SiteId site, SitePeriod.Limit by, Interval at, Power missing, EnergyPrice scarcity, Power sold)
                implements Verdict {

            /** Whether it would fit if nothing were sold there. */
            public boolean isSold() {
                return sold.isPositive() && missing.compareTo(sold) <= 0;
            }
        }

        /** A person has closed the site then. */
        record Closed(SiteId site, Interval at) implements Verdict {}

        /** It would end after the deadline. */
        record TooLate(Duration by) implements Verdict {}

        /** The job may not run there. */
        record Residency(SiteId site) implements Verdict {}

        /**
         * It would cause carbon that the cap needs elsewhere.
         *
         * @param more carbon above that of what was chosen
         * @param perTonne shadow price of the cap
         */
        record CarbonCap(CarbonMass more, Money perTonne) implements Verdict {}

        /**
         * A policy's limit or blackout speaks against it.
         *
         * @param rule which, with its numbers
         */
        record PolicyLimit(String rule) implements Verdict {}

        /** It is free and cheaper for this job: what work that does not divide leaves on the table. */
        record WithinGap(Money by) implements Verdict {}

        /** By name, for people and programs. */
        default String code() {
            return switch (this) {
                case Chosen _ -> "CHOSEN";
                case Dearer _ -> "DEARER";
                case Unhandy(Money _, Extra.Part because, Money _) -> because.name();
                case Free _ -> "FREE";
                case Full full -> full.isSold() ? "SLOT_SOLD" : full.by().name();
                case Closed _ -> "SITE_CLOSED";
                case TooLate _ -> "DEADLINE";
                case Residency _ -> "RESIDENCY";
                case CarbonCap _ -> "CARBON_CAP";
                case PolicyLimit _ -> "POLICY_LIMIT";
                case WithinGap _ -> "WITHIN_GAP";
            };
        }

        /** Whether the job could have run so. */
        default boolean isFeasible() {
            return switch (this) {
                case Chosen _, Dearer _, Unhandy _, Free _, CarbonCap _, WithinGap _ -> true;
                case Full _, Closed _, TooLate _, Residency _, PolicyLimit _ -> false;
            };
        }
    }

    public Instant start() {
        return runs.getFirst().interval().start();
    }

    public Instant end() {
        return runs.getLast().interval().end();
    }

    public SiteId site() {
        return runs.getFirst().site();
    }

    boolean overlaps(Candidate other) {
        return site().equals(other.site())
                && start().isBefore(other.end())
                && other.start().isBefore(end());
    }

    Candidate judged(Verdict other) {
        return new Candidate(kind, other, runs, energy, money, carbon, extra, total, slack, headroom, obligations);
    }

    Candidate beside(Obligations those) {
        return new Candidate(kind, verdict, runs, energy, money, carbon, extra, total, slack, headroom, those);
    }
}
