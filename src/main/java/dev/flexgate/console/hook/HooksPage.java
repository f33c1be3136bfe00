package dev.flexgate.console.hook;

import dev.flexgate.news.EventType;
import dev.flexgate.outbox.DeadLetter;
import dev.flexgate.webhook.Subscription;
import java.util.List;
import java.util.Optional;

/**
 * All subscriptions that a reader may see, and the form for one more.
 *
 * @param dead deliveries of any subscription that were given up, the first to die first; the operator's alone
 * @param next address of the next page
 * @param types that can be asked for
 * @param form what was filled in
 * @param refusal why it was not taken; empty when nothing was refused
 */
public record HooksPage(
        List<Subscription> subscriptions,
        List<DeadLetter> dead,
        Optional<String> next,
        List<EventType> types,
        Form form,
        String refusal) {

    /** What a person wrote. */
    public record Form(String url, String eventTypes, String description, String signing) {

        static final Form BLANK = new Form("", "*", "", "v1a");
    }
}
