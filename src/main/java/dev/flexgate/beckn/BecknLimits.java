package dev.flexgate.beckn;

import dev.flexgate.beckn.discovery.DiscoveryLimits;
import dev.flexgate.beckn.share.ShareLimits;
import dev.flexgate.beckn.signature.SignatureLimits;
import java.time.Duration;

/**
 * Bounds of the Beckn edge.
 *
 * @param bodyBytes longest message
 * @param signatures tolerance of clocks, life of our signatures
 * @param discovery cost and size of one discovery
 * @param inbox what may wait
 * @param rates how often anybody may send
 * @param callbackLife how long a callback is tried and may be believed
 * @param callbackDeadline longest wait for the answer to one attempt
 * @param callbackPauseMax how long a consumer may ask not to be called
 * @param sharing what others are given of the catalogue
 */
public record BecknLimits(
        int bodyBytes,
        SignatureLimits signatures,
        DiscoveryLimits discovery,
        Inbox inbox,
        Rates rates,
        Duration callbackLife,
        Duration callbackDeadline,
        Duration callbackPauseMax,
        ShareLimits sharing) {

    public static final BecknLimits DEFAULT = new BecknLimits(
            256 * 1024,
            SignatureLimits.DEFAULT,
            DiscoveryLimits.DEFAULT,
            Inbox.DEFAULT,
            Rates.DEFAULT,
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            Duration.ofMinutes(10),
            ShareLimits.DEFAULT);

    /**
     * What may wait between acknowledgement and answer.
     *
     * @param batchMax messages in one commit
     * @param commitsMax commits under way at one time; on two cores one was faster than two (docs/benchmarks.md)
     * @param gatheredMax messages that may gather while commits are under way; more are told to come again
     * @param depthMax acknowledged messages that may wait to be answered; beyond, new ones are told to come again
     * @param workers messages that are answered at once
     * @param tick longest sleep of an idle worker
     * @param attempts tries before a message is given up with an internal error
     * @param memory how long a repeat is recognised; longer than any message is valid
     */
    public record Inbox(
            int batchMax,
            int commitsMax,
            int gatheredMax,
            int depthMax,
            int workers,
            Duration tick,
            int attempts,
            Duration memory) {

        public static final Inbox DEFAULT =
                new Inbox(128, 1, 2_048, 50_000, 8, Duration.ofSeconds(1), 10, Duration.ofDays(7));
    }

    /**
     * How often anybody may send. Behind a proxy whose word is not taken all peers have one address, so an address may send more.
     *
     * @param perSource an address, before its signature is looked at
     * @param perSubscriber a participant, once its signature is proved
     * @param countersMax addresses and participants that are counted at one time
     */
    public record Rates(Rate perSource, Rate perSubscriber, int countersMax) {

        public static final Rates DEFAULT =
                new Rates(Rate.of(2_000, Rate.BURST_SECONDS), Rate.of(1_000, Rate.BURST_SECONDS), 20_000);
    }

    /**
     * How often.
     *
     * @param perSecond in the long run
     * @param burst at once
     */
    public record Rate(int perSecond, int burst) {

        /** How many seconds' worth may come at once, unless said otherwise. */
        public static final int BURST_SECONDS = 2;

        public Rate {
            if (perSecond < 1 || burst < 1) {
                throw new IllegalArgumentException("a rate is 1 or more a second, and 1 or more at once");
            }
        }

        /** A rate with bursts of so many seconds' worth. */
        public static Rate of(int perSecond, int burstSeconds) {
            return new Rate(perSecond, Math.multiplyExact(perSecond, burstSeconds));
        }
    }

    PeerPost.Limits post() {
        return new PeerPost.Limits(signatures, callbackDeadline, callbackPauseMax);
    }

    public BecknLimits withInbox(Inbox other) {
        return new BecknLimits(
                bodyBytes,
                signatures,
                discovery,
                other,
                rates,
                callbackLife,
                callbackDeadline,
                callbackPauseMax,
                sharing);
    }

    public BecknLimits withRates(Rates other) {
        return new BecknLimits(
                bodyBytes,
                signatures,
                discovery,
                inbox,
                other,
                callbackLife,
                callbackDeadline,
                callbackPauseMax,
                sharing);
    }

    public BecknLimits withSharing(ShareLimits other) {
        return new BecknLimits(
                bodyBytes,
                signatures,
                discovery,
                inbox,
                rates,
                callbackLife,
                callbackDeadline,
                callbackPauseMax,
                other);
    }
}
