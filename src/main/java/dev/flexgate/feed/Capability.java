package dev.flexgate.feed;

import dev.flexgate.quantity.Quality;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What one series of a provider can tell: a row of the capability matrix.
 *
 * @param series its name in vintages, metrics and provenance, such as {@code entso-e-day-ahead-price}
 * @param source who provides it
 * @param signals that it carries
 * @param zones whose codes it serves under their own name; others can be mapped to a code of the provider's
 * @param zonesInWords the same for people
 * @param basis what kind of carbon it is, if it is carbon
 * @param quality of its readings at best
 * @param window how far back and ahead it is asked
 * @param resolution of the source, before {@link HalfHourly}
 * @param published when something new is there
 */
public record Capability(
        String series,
        Source source,
        Set<Signal> signals,
        Pattern zones,
        String zonesInWords,
        Basis basis,
        Quality quality,
        Window window,
        Duration resolution,
        String published) {

    /** What kind of carbon a number counts. */
    public enum Basis {
        NOT_CARBON("-"),
        AVERAGE_DIRECT_CONSUMPTION("average, direct (operational), of consumption"),
        AVERAGE_DIRECT_PRODUCTION("average, direct (operational), of production"),
        AVERAGE_DIRECT_OR_LIFECYCLE_CONSUMPTION("average, of consumption; direct or lifecycle by signal"),
        AVERAGE_OR_MARGINAL_DIRECT("direct; average or marginal by signal");

        private final String words;

        Basis(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /**
     * How far a series is asked.
     *
     * @param history back, the first time after a start
     * @param behind back, every other time
     * @param ahead into the future
     * @param archived whether it answers for any stretch of the past, {@code history} at a time, or the newest alone
     */
    public record Window(Duration history, Duration behind, Duration ahead, boolean archived) {

        Window(Duration history, Duration behind, Duration ahead) {
            this(history, behind, ahead, false);
        }

        Window whole() {
            return new Window(history, behind, ahead, true);
        }

        static Window ahead(Duration ahead) {
            return new Window(Duration.ZERO, Duration.ZERO, ahead);
        }

        static Window back(Duration history, Duration behind) {
            return new Window(history, behind, Duration.ZERO, true);
        }
    }

    public Capability {
        signals = Set.copyOf(signals);
    }

    /** Whether {@code zone} can be asked for by its own code. */
    public boolean serves(Zone zone) {
        return zones.matcher(zone.code()).matches();
    }
}
