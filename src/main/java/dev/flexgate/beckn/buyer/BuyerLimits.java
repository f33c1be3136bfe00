package dev.flexgate.beckn.buyer;

import dev.flexgate.beckn.BecknLimits;
import dev.flexgate.beckn.PeerPost;
import dev.flexgate.beckn.signature.SignatureLimits;
import java.time.Duration;

/**
 * Bounds of the consumer side.
 *
 * @param callbackBytes longest callback; a catalogue is the longest there is
 * @param inWork callbacks that are judged at one time; more are told to come again
 * @param openPerTenant questions of one tenant that may wait for their answer
 * @param newsPerPurchase what a partner may say unasked about one purchase
 * @param slotsShown slots of a partner's catalogue that are kept of one discovery
 * @param signaturesKept attempts of a question to which a callback may bind itself
 * @param requestLife how long a question is tried, may be answered, and is waited for
 * @param deadline longest wait for the answer to one attempt
 * @param pauseMax how long a partner may ask not to be asked
 * @param registryWait longest wait for the registry
 * @param rates how often anybody may call back
 * @param signatures tolerance of clocks, life of our signatures
 */
public record BuyerLimits(
        int callbackBytes,
        int inWork,
        int openPerTenant,
        int newsPerPurchase,
        int slotsShown,
        int signaturesKept,
        Duration requestLife,
        Duration deadline,
        Duration pauseMax,
        Duration registryWait,
        BecknLimits.Rates rates,
        SignatureLimits signatures) {

    public static final BuyerLimits DEFAULT = new BuyerLimits(
            4 * 1024 * 1024,
            64,
            200,
            1_000,
            1_000,
            8,
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            Duration.ofMinutes(1),
            Duration.ofSeconds(10),
            BecknLimits.Rates.DEFAULT,
            SignatureLimits.DEFAULT);

    PeerPost.Limits post() {
        return new PeerPost.Limits(signatures, deadline, pauseMax);
    }

    public BuyerLimits withRates(BecknLimits.Rates other) {
        return new BuyerLimits(
                callbackBytes,
                inWork,
                openPerTenant,
                newsPerPurchase,
                slotsShown,
                signaturesKept,
                requestLife,
                deadline,
                pauseMax,
                registryWait,
                other,
                signatures);
    }
}
