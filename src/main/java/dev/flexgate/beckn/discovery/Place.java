package dev.flexgate.beckn.discovery;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A node of the catalogue document together with the catalogue, resource or offer it belongs to.
 *
 * @param owner what of the document this node is part of
 * @param catalog index of its catalogue, when it is inside one
 * @param index index of its resource or offer, when it is inside one
 */
record Place(JsonNode node, Owner owner, int catalog, int index) {

    enum Owner {
        DOCUMENT,
        CATALOGS,
        CATALOG,
        RESOURCES,
        RESOURCE,
        OFFERS,
        OFFER,
        /** Inside a test, where only values matter. */
        NOWHERE
    }

    static Place document(JsonNode document) {
        return new Place(document, Owner.DOCUMENT, -1, -1);
    }

    static Place nowhere(JsonNode node) {
        return new Place(node, Owner.NOWHERE, -1, -1);
    }

    Place member(String name, JsonNode child) {
        Owner next = switch (owner) {
            case DOCUMENT -> name.equals("catalogs") ? Owner.CATALOGS : Owner.NOWHERE;
            case CATALOG ->
                switch (name) {
                    case "resources" -> Owner.RESOURCES;
                    case "offers" -> Owner.OFFERS;
                    default -> Owner.CATALOG;
                };
            default -> owner;
        };
        return new Place(child, next, catalog, index);
    }

    Place element(int position, JsonNode child) {
        return switch (owner) {
            case CATALOGS -> new Place(child, Owner.CATALOG, position, -1);
            case RESOURCES -> new Place(child, Owner.RESOURCE, catalog, position);
            case OFFERS -> new Place(child, Owner.OFFER, catalog, position);
            default -> new Place(child, owner, catalog, index);
        };
    }
}
