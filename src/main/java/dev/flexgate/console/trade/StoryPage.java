package dev.flexgate.console.trade;

import dev.flexgate.market.Order;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What happened to one order.
 *
 * @param order as it stands
 * @param site name of the place
 * @param entries in the order of time
 * @param waiting records that still wait for their place in the log
 * @param justBought whether to congratulate
 */
public record StoryPage(Order order, String site, List<Entry> entries, long waiting, boolean justBought) {

    public StoryPage {
        entries = List.copyOf(entries);
    }

    public String tone() {
        return OrderLine.tone(order);
    }

    /** Who acted. */
    public enum Lane {
        PARTNER,
        US
    }

    /**
     * One thing that happened.
     *
     * @param index of its record in the log
     * @param record its id
     * @param word what, in the protocol's or the market's word
     * @param detail the rest in words
     * @param tone good or bad; the words say the same
     * @param message the bytes, where there are any
     */
    public record Entry(
            Instant at,
            long index,
            String record,
            Lane lane,
            String word,
            String detail,
            String tone,
            Optional<Message> message) {}

    /**
     * The bytes of a message and what they prove.
     *
     * @param body as it travelled
     * @param headers word for word
     * @param base what was signed; empty where it is not kept
     * @param key the signer's public key when it came, base64
     * @param sha256 of the body
     * @param verdict of the check made now
     * @param genuine whether it holds
     */
    public record Message(
            String body, String headers, String base, String key, String sha256, String verdict, boolean genuine) {}
}
