package dev.flexgate.planning;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.CarbonIntensity;
import dev.flexgate.quantity.CarbonMass;
import dev.flexgate.quantity.EnergyPrice;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Money;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.SiteId;
import dev.flexgate.workload.TenantId;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Everything that speaks for and against where a plan put a job: the explanation, taken apart.
 *
 * @param explanation in one sentence, with its numbers
 * @param candidates what was possible and what was not, the chosen one first, then cheapest first
 * @param constraints what binds, and what one more of it would be worth
 * @param basis everything the plan was decided from, by version and hash
 * @param flips what would change the choice, as little as is enough, one thing at a time, all else staying where it is
 * @param hindsight how it turned out, once every half-hour of it is measured
 * @param record the audit record of the plan
 */
public record Grounds(
        Explanation explanation,
        List<Candidate> candidates,
        List<Constraint> constraints,
        Basis basis,
        List<Flip> flips,
        Optional<Hindsight> hindsight,
        RecordId record) {

    public Grounds {
        candidates = List.copyOf(candidates);
        constraints = List.copyOf(constraints);
        flips = List.copyOf(flips);
    }

    /** What the choice had to keep to. */
    public sealed interface Constraint {

        /** Whether there is nothing left of it. */
        boolean isBinding();

        /**
         * Power at a site, in the half-hour of the choice in which it is scarcest.
         *
         * @param by which of the site's limits it is
         * @param limit what the site can power for jobs and buyers
         * @param used by all jobs, sales and reservations
         * @param price what one more kWh of IT energy there is worth
         */
        record Room(SiteId site, SitePeriod.Limit by, Interval at, Power limit, Power used, EnergyPrice price)
                implements Constraint {

            @Override
            public boolean isBinding() {
                return price.perKilowattHour().signum() > 0
                        || !limit.minus(used).isPositive();
            }
        }

        /** The deadline. */
        record Deadline(Instant limit, Instant end) implements Constraint {

            public Duration slack() {
                return Duration.between(end, limit);
            }

            @Override
            public boolean isBinding() {
                return !slack().isPositive();
            }
        }

        /**
         * The carbon cap that binds all jobs together.
         *
         * @param used by the whole plan
         * @param perTonne what one more tonne is worth
         */
        record Carbon(CarbonMass limit, CarbonMass used, Money perTonne) implements Constraint {

            @Override
            public boolean isBinding() {
                return perTonne.amount().signum() > 0;
            }
        }

        /**
         * A limit that a policy sets to this job, or to it and others together.
         *
         * @param name whose and of what
         * @param most of it, less what is not negotiated: runs that have begun, and what rounding a bill may add
         * @param used of that, by the whole plan
         * @param oneMore what one more of the unit is worth; of power, in every half-hour
         */
        record Limit(String name, Unit unit, BigDecimal most, BigDecimal used, Money oneMore) implements Constraint {

            /** What is limited. */
            public enum Unit {
                KG,
                MONEY,
                KW,
                KWH
            }

            public BigDecimal left() {
                return most.subtract(used);
            }

            @Override
            public boolean isBinding() {
                return oneMore.amount().signum() > 0 || left().signum() <= 0;
            }
        }

        /**
         * Where the job may run.
         *
         * @param closed sites of the plan that it may not use
         */
        record Residency(SortedSet<SiteId> allowed, SortedSet<SiteId> closed) implements Constraint {

            @Override
            public boolean isBinding() {
                return !closed.isEmpty();
            }
        }
    }

    /** What would make a free alternative the better one. */
    public sealed interface Flip {

        /** Dearer energy in the chosen half-hours that the alternative does not share. */
        record Price(EnergyPrice rise, Candidate instead) implements Flip {}

        /**
         * A higher carbon intensity in the chosen half-hours that the alternative does not share, where carbon is worth
         * something.
         */
        record Intensity(CarbonIntensity rise, Candidate instead) implements Flip {}

        /** Another worth of carbon. */
        record CarbonWorth(Money from, Money to, Candidate instead) implements Flip {}

        /** A deadline so much earlier. */
        record Deadline(Duration earlier) implements Flip {}

        /** So much more room at a site in one half-hour or more, for something cheaper. */
        record Room(SiteId site, Power more, Money saves, Candidate instead) implements Flip {}
    }

    /**
     * What the plan was decided from. With these, and nothing else, it can be negotiated again.
     *
     * @param asOf when all this was read
     * @param standingVersion of the plan whose runs were the opening bids; 0 for none
     * @param standingSha256 hash of those runs; empty for none
     * @param seed of the order in which ties are broken
     * @param roundsMax most price rounds
     * @param jobs how many were negotiated
     * @param adjustments what persons had asked of plans
     */
    public record Basis(
            Instant asOf,
            List<SiteVersion> sites,
            List<PolicyVersion> policies,
            List<ForecastUsed> forecasts,
            long standingVersion,
            String standingSha256,
            long seed,
            int roundsMax,
            int jobs,
            Adjustments adjustments,
            String inputsSha256,
            String outcomeSha256) {

        public Basis {
            sites = List.copyOf(sites);
            policies = List.copyOf(policies);
            forecasts = List.copyOf(forecasts);
        }
    }

    /** A site as it was described then. */
    public record SiteVersion(SiteId site, String name, int version) {}

    /** A tenant's policy as it was then. */
    public record PolicyVersion(TenantId tenant, int version) {}

    /**
     * How a choice turned out by measured values.
     *
     * @param carbon emissions of the chosen runs at measured intensity
     * @param promised what was forecast
     * @param inBand whether the truth lay between P10 and P90
     * @param regret how much less the best way that was free and is over would have caused; zero if none
     * @param money the same of money; empty where a price was not published, or foreign money was worth nobody knows what
     */
    public record Hindsight(
            CarbonMass carbon, Band<CarbonMass> promised, boolean inBand, CarbonMass regret, Optional<Paid> money) {}

    /**
     * What a choice cost by published prices.
     *
     * @param cost of the energy of the chosen runs
     * @param promised what was forecast
     * @param inBand whether the truth lay between P10 and P90
     * @param regret how much less the cheapest way that was free and is over would have cost; zero if none
     */
    public record Paid(Money cost, Band<Money> promised, boolean inBand, Money regret) {}
}
