package dev.flexgate.settlement;

import dev.flexgate.audit.RecordId;
import dev.flexgate.quantity.Quality;
import dev.flexgate.settlement.rule.Measured;
import java.time.Instant;

/**
 * What was delivered in one half-hour of a contract, as one run found it. A later run never changes it: it supersedes
 * it.
 */
public sealed interface DeliveredVolume {

    Finding finding();

    /** Version of this volume, from 1; each change of state is one more. */
    int version();

    default String state() {
        return switch (this) {
            case Provisional _ -> "PROVISIONAL";
            case Submitted _ -> "SUBMITTED";
            case Accepted _ -> "ACCEPTED";
            case Rejected _ -> "REJECTED";
            case Excepted _ -> "EXCEPTION";
            case Superseded _ -> "SUPERSEDED";
        };
    }

    /**
     * What was found.
     *
     * @param start of the half-hour
     * @param run which found it, from 1
     * @param measured the volumes, or what is missing
     * @param quality the worst of the readings
     * @param baselineStatus such as {@code OK} or {@code INSUFFICIENT}
     * @param record in the audit log
     */
    record Finding(
            Instant start, int run, Measured measured, Quality quality, String baselineStatus, RecordId record) {}

    /** Calculated; not reported to anybody yet. */
    record Provisional(Finding finding, int version) implements DeliveredVolume {

        public Submitted submit() {
            return new Submitted(finding, version + 1);
        }
    }

    /** Reported to the settlement body. */
    record Submitted(Finding finding, int version) implements DeliveredVolume {

        public Accepted accept() {
            return new Accepted(finding, version + 1);
        }

        public Rejected reject(String reason) {
            return new Rejected(finding, version + 1, reason);
        }

        /** Such as a claim above what was metered (P0285). */
        public Excepted except(String reason) {
            return new Excepted(finding, version + 1, reason);
        }
    }

    /** The settlement body took it. */
    record Accepted(Finding finding, int version) implements DeliveredVolume {}

    /** The settlement body refused it. */
    record Rejected(Finding finding, int version, String reason) implements DeliveredVolume {}

    /** The settlement body took exception to it. */
    record Excepted(Finding finding, int version, String reason) implements DeliveredVolume {}

    /**
     * A later run or reading took its place.
     *
     * @param by the run that did
     */
    record Superseded(Finding finding, int version, int by) implements DeliveredVolume {}

    /** Any volume but one that is superseded already can be. */
    default Superseded supersede(int by) {
        if (this instanceof Superseded || by <= finding().run()) {
            throw new IllegalStateException("run " + by + " cannot supersede a volume of run "
                    + finding().run() + " that is " + state());
        }
        return new Superseded(finding(), version() + 1, by);
    }
}
