package dev.flexgate.beckn.message;

import dev.flexgate.quantity.Interval;
import java.util.List;

/**
 * What can be activated.
 *
 * @param name for people
 * @param description for people, one line
 * @param validity while it may be believed
 */
public record FlexCatalog(String id, String name, String description, Interval validity, List<FlexResource> resources) {

    public FlexCatalog {
        resources = List.copyOf(resources);
    }

    /** Only these resources, by index. */
    public FlexCatalog part(List<Integer> indexes) {
        return new FlexCatalog(
                id,
                name,
                description,
                validity,
                indexes.stream().map(resources::get).toList());
    }
}
