package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue document {@code {"catalogs": [{..., "resources": [...], "offers": [...]}]}} in the words of one dialect,
 * whose items are written only when somebody looks at them, and of whose items some facts are known without.
 */
public interface Stock {

    /** What a catalogue holds. */
    enum Kind {
        RESOURCE,
        OFFER
    }

    /** Takes one item after the other; says whether it wants more. */
    interface Taker {
        boolean take(int index);
    }

    /** The facts of one item: numbers as {@code BigDecimal}, moments as {@code Instant}, texts as {@code String}. */
    interface Facts {
        /** Null when this item does not have it. */
        @Nullable
        Object value(int fact);
    }

    /** How many catalogues there are. */
    int catalogs();

    /** A catalogue without its resources and offers. */
    JsonNode head(int catalog);

    int size(int catalog, Kind kind);

    /** One item; not to be changed. */
    JsonNode item(int catalog, Kind kind, int index);

    /** Indexes of what belongs together: the offers that name a resource, the resources that an offer names. */
    List<Integer> partners(int catalog, Kind kind, int index);

    /** Whether an offer is for the eyes of who looks. */
    boolean isFor(Viewer viewer, int catalog, int offer);

    /** Whether every offer names the one resource of its own index, so that whatever finds the one finds the other. */
    boolean isPaired();

    /** The number under which the value at {@code names}, member by member from an item, is known as a fact. */
    OptionalInt fact(Kind kind, List<String> names);

    /**
     * Gives the indexes of all items that may pass the sieve, in their order, until the taker has enough; what is
     * certainly not chosen may be left out. Every item that is looked at costs a step.
     *
     * @return false when the taker had enough
     */
    boolean each(int catalog, Kind kind, Sieve sieve, Choice choice, Budget budget, Taker taker);

    /** Prepares a search by words. */
    Choice words(TextSearch search);

    /** Prepares a search by place. */
    Choice places(SpatialSearch search);

    /** Whether an item is wanted. */
    interface Choice {
        boolean wants(int catalog, Kind kind, int index);
    }

    /** What two choices want. */
    record Both(Choice one, Choice other) implements Choice {

        @Override
        public boolean wants(int catalog, Kind kind, int index) {
            return one.wants(catalog, kind, index) && other.wants(catalog, kind, index);
        }
    }
}
