package dev.flexgate.beckn.activation;

import dev.flexgate.beckn.message.BecknMessage.Activate;
import dev.flexgate.flexibility.FlexOrderId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An activation that was answered.
 *
 * @param id the order id that the operator was given
 * @param subscriber who activated
 * @param dialect in which it was asked, and is answered
 * @param request as it was understood
 * @param at when it was answered
 * @param lines what became of each of its lines, in order
 */
public record Kept(UUID id, String subscriber, String dialect, Activate request, Instant at, List<KeptLine> lines) {

    /**
     * What became of a line.
     *
     * @param order ours; empty when nothing could be given
     * @param reason why not all could be given; empty when all
     */
    public record KeptLine(Optional<FlexOrderId> order, String reason) {}

    public Kept {
        lines = List.copyOf(lines);
    }

    List<FlexOrderId> orders() {
        return lines.stream().flatMap(line -> line.order().stream()).toList();
    }
}
