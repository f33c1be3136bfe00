package dev.flexgate.console.partner;

import dev.flexgate.console.partner.PartnersPage.Bought;
import dev.flexgate.console.partner.PartnersPage.Subscriber;
import java.time.Instant;
import java.util.List;

/**
 * A participant of the network and what we have to do with it.
 *
 * @param settings how it is spoken with: what is configured of it, and what was learned
 * @param keys the newest first
 * @param received what it sent us last
 * @param sent what we sent it last
 * @param refusals what we refused of it last
 * @param subscriptions to our catalogue
 * @param bought of it, the newest first
 */
public record PartnerPage(
        String id,
        List<Setting> settings,
        List<Key> keys,
        List<Message> received,
        List<Message> sent,
        List<Refused> refusals,
        List<Subscriber> subscriptions,
        List<Bought> bought) {

    /**
     * One thing about it.
     *
     * @param source where that is known from
     */
    public record Setting(String name, String value, String source) {}

    /** A key of its. */
    public record Key(
            String id,
            String role,
            String url,
            String publicKey,
            String networks,
            Instant from,
            Instant until,
            String state,
            String tone) {}

    /**
     * A message, on either way.
     *
     * @param link to its records
     */
    public record Message(Instant at, String word, String detail, String state, String tone, String link) {}

    /** A refusal of ours, and the record of it. */
    public record Refused(Instant at, String action, String code, String text, String record) {}
}
