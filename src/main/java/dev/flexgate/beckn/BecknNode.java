package dev.flexgate.beckn;

import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.signature.Sender;
import java.net.URI;

/**
 * Who we are on the network.
 *
 * @param sender our name and key
 * @param url where peers reach us, as the registry has it
 */
public record BecknNode(Sender sender, URI url) {

    public String subscriberId() {
        return sender.subscriberId();
    }

    /** As messages name us. */
    public Endpoint endpoint() {
        return new Endpoint(subscriberId(), url.toString());
    }
}
