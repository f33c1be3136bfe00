package dev.flexgate.console;

import dev.flexgate.quantity.Provenance;
import dev.flexgate.quantity.Quality;
import java.time.Instant;
import java.util.Optional;

/**
 * What stands beside a number: how far it may be believed, who said it and how it came about.
 *
 * @param kind how far to believe it
 * @param source who said it, for people
 * @param method how it came about, for people
 * @param asOf when it was known, where that is one moment
 */
public record Mark(Kind kind, String source, String method, Optional<Instant> asOf) {

    /** How far a number may be believed, in the words people see. */
    public enum Kind {
        MEASURED("measured"),
        FORECAST("forecast"),
        OWN_FORECAST("own forecast"),
        ESTIMATED("estimated"),
        SIMULATED("simulated"),
        AGREED("agreed"),
        RECORDED("recorded"),
        PLANNED("planned"),
        STALE("stale"),
        MISSING("missing");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }

        /** For CSS classes. */
        public String code() {
            return word.replace(' ', '-');
        }

        public static Kind of(Quality quality) {
            return switch (quality) {
                case MEASURED -> MEASURED;
                case PROVIDER_FORECAST -> FORECAST;
                case OWN_FORECAST -> OWN_FORECAST;
                case ESTIMATED -> ESTIMATED;
                case SIMULATED -> SIMULATED;
            };
        }
    }

    public static Mark of(Quality quality, String method, Instant asOf) {
        return new Mark(Kind.of(quality), "FlexGate", method, Optional.of(asOf));
    }

    public static Mark of(Provenance provenance) {
        return new Mark(
                Kind.of(provenance.quality()),
                provenance.source(),
                provenance.method(),
                Optional.of(provenance.asOf()));
    }

    /** A number that follows from what was agreed: exact, whatever the forecasts behind it. */
    public static Mark agreed(String method) {
        return new Mark(Kind.AGREED, "FlexGate", method, Optional.empty());
    }

    /** A count or a moment from FlexGate's own books. */
    public static Mark recorded(String method) {
        return new Mark(Kind.RECORDED, "FlexGate", method, Optional.empty());
    }

    /** A number of a plan, as good as the forecasts it rests on. */
    public static Mark planned(Quality quality, String method, Instant asOf) {
        Kind kind = quality == Quality.SIMULATED ? Kind.SIMULATED : Kind.PLANNED;
        return new Mark(kind, "FlexGate", method, Optional.of(asOf));
    }
}
