package dev.flexgate.beckn.message;

import java.util.List;

/** What one seller has for sale. */
public record Catalog(String id, String name, Offer.Seller seller, List<Item> items, List<Offer> offers) {

    public Catalog {
        items = List.copyOf(items);
        offers = List.copyOf(offers);
    }

    /** Only these items and offers, by index. */
    public Catalog part(List<Integer> itemIndexes, List<Integer> offerIndexes) {
        return new Catalog(
                id,
                name,
                seller,
                itemIndexes.stream().map(items::get).toList(),
                offerIndexes.stream().map(offers::get).toList());
    }
}
