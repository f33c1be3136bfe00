package dev.flexgate.purchase;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What became of an {@link Ask} at once; the partner's answer comes later. */
public sealed interface Asked {

    /** It is promised to the partner. */
    record Sent(ObjectNode request) implements Asked {}

    /** The asker has no such purchase. */
    record Unknown() implements Asked {}

    /** Nobody on the network is called so, or it cannot be reached. */
    record NoPartner(String detail) implements Asked {}

    /** It cannot be asked now. */
    record Refused(String code, String detail) implements Asked {}
}
