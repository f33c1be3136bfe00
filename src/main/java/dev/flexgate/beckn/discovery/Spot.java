package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.discovery.Stock.Kind;

/** Where a walk through a stock has come to. */
sealed interface Spot {

    /** The document. */
    record Root() implements Spot {}

    /** Its list of catalogues. */
    record Catalogs() implements Spot {}

    /** One of them. */
    record Whole(int catalog) implements Spot {}

    /** All of a kind in a catalogue. */
    record Shelf(int catalog, Kind kind) implements Spot {}

    /** JSON that was written: an item, or something in it or in the head of a catalogue. */
    record Inside(JsonNode node, Owner owner, int catalog, int index) implements Spot {

        Inside at(JsonNode child) {
            return new Inside(child, owner, catalog, index);
        }
    }

    /** What a piece of JSON is part of. */
    enum Owner {
        CATALOG,
        RESOURCE,
        OFFER,
        /** A value that was computed, or a document that is no catalogue. */
        NOWHERE;

        static Owner of(Kind kind) {
            return switch (kind) {
                case RESOURCE -> RESOURCE;
                case OFFER -> OFFER;
            };
        }
    }

    static Inside nowhere(JsonNode node) {
        return new Inside(node, Owner.NOWHERE, -1, -1);
    }
}
