package dev.flexgate.beckn.message;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * How good something was, as one party says it.
 *
 * @param targetId what is rated: a contract or a provider
 * @param scale on which
 * @param value absent in a preview
 * @param category what about it, in the consumer's words; empty when unsaid
 * @param comment in the consumer's words; empty when unsaid
 * @param tags short words beside the comment
 */
public record Rating(
        String targetId,
        Target target,
        Scale scale,
        Optional<BigDecimal> value,
        String category,
        String comment,
        List<String> tags) {

    /** Kinds of things that are rated. */
    public enum Target {
        CONTRACT,
        PROVIDER,
        RESOURCE,
        PERFORMANCE,
        AGENT,
        SUPPORT,
        /** Not said, or said in a word of no dialect. */
        UNSAID
    }

    /** The worst and the best value there is, whichever of them is the larger number. */
    public record Scale(BigDecimal worst, BigDecimal best) {}

    /**
     * What all who rated something say together.
     *
     * @param value their mean; absent as long as nobody has rated
     * @param count how many they are; 0 when unsaid
     */
    public record Score(String targetId, Target target, Scale scale, Optional<BigDecimal> value, long count) {}

    public Rating {
        tags = List.copyOf(tags);
    }
}
