package dev.flexgate.negotiation;

/** What the coordinator says after hearing a round. */
public sealed interface Step {

    /** Another round at these prices. */
    record NextRound(Announcement announcement) implements Step {}

    /** The negotiation closes at these prices: final bids, please. */
    record Closing(Announcement announcement) implements Step {}
}
