package dev.flexgate.market;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What of our catalogue others were given to show: implemented by whoever publishes it. */
@FunctionalInterface
public interface PublicationList {

    /** Where nothing is published. */
    PublicationList NONE = (_, _) -> List.of();

    /** Parts of the catalogue whose id comes after {@code after}, with what became of each, in the order of their ids. */
    List<ObjectNode> page(String after, int limit);
}
