package dev.flexgate.beckn.publish;

import dev.flexgate.beckn.BecknLimits;
import dev.flexgate.beckn.PeerPost;
import dev.flexgate.beckn.signature.SignatureLimits;
import java.time.Duration;

/**
 * Bounds of publishing.
 *
 * @param tick how often to look for what has changed, at most
 * @param pause how long after a failure a part is tried again, and how long the service may ask to be left alone
 * @param messageBytes how much goes into one message; a part that is larger goes alone
 * @param partsMax how much is published in one go
 * @param answerBytes longest answer of the service
 * @param life how long a publication is tried
 * @param deadline longest wait for the answer to one attempt
 * @param inWork answers that are judged at one time; more are told to come again
 * @param memory how long answers to a publication are heard
 * @param rates how often anybody may answer
 * @param signatures tolerance of clocks, life of our signatures
 */
public record PublishLimits(
        Duration tick,
        Duration pause,
        int messageBytes,
        int partsMax,
        int answerBytes,
        Duration life,
        Duration deadline,
        int inWork,
        Duration memory,
        BecknLimits.Rates rates,
        SignatureLimits signatures) {

    public static final PublishLimits DEFAULT = new PublishLimits(
            Duration.ofSeconds(60),
            Duration.ofMinutes(10),
            192 * 1024,
            500,
            1024 * 1024,
            Duration.ofMinutes(30),
            Duration.ofSeconds(10),
            8,
            Duration.ofDays(7),
            BecknLimits.Rates.DEFAULT,
            SignatureLimits.DEFAULT);

    PeerPost.Limits post() {
        return new PeerPost.Limits(signatures, deadline, pause);
    }

    public PublishLimits withTick(Duration other) {
        return with(other, rates);
    }

    public PublishLimits withRates(BecknLimits.Rates other) {
        return with(tick, other);
    }

    private PublishLimits with(Duration otherTick, BecknLimits.Rates otherRates) {
        return new PublishLimits(
                otherTick,
                pause,
                messageBytes,
                partsMax,
                answerBytes,
                life,
                deadline,
                inWork,
                memory,
                otherRates,
                signatures);
    }
}
