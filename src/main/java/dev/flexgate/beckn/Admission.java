package dev.flexgate.beckn;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.dialect.Dialects;
import dev.flexgate.beckn.discovery.Filter;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.DiscoverResources;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.Lookup;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Registry;
import dev.flexgate.beckn.signature.BodyDigest;
import dev.flexgate.beckn.signature.DigestPrefix;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.wire.RegisteredUri;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What a message must pass before it is kept, in the order of NFH-008: first who sent it, then whether it can be
 * read, then whether it is meant for us and still valid. Every step throws its own refusal; nothing here waits.
 */
final class Admission {

    private enum Fault {
        NOT_A_BUYER,
        NOT_A_GATEWAY
    }

    private final BecknNode self;
    private final Registry registry;
    private final Signatures signatures;
    private final Dialects dialects;
    private final Duration aheadMax;
    private final InstantSource clock;

    Admission(BecknNode self, Registry registry, Dialects dialects, BecknLimits limits, InstantSource clock) {
        this.self = self;
        this.registry = registry;
        this.signatures = new Signatures(clock, limits.signatures());
        this.dialects = dialects;
        this.aheadMax = limits.signatures().createdAheadMax();
        this.clock = clock;
    }

    /** What the registry knows of who signed; a signature outside its time costs it no question. */
    Future<Lookup> lookup(SignatureHeader header) {
        signatures.checkTime(header);
        return registry.ask(header.keyId(), clock.instant());
    }

    /** A sender whose signature holds, and how it named the digest. */
    record Proved(Participant participant, DigestPrefix digest) {}

    /** Who signed these bytes, if the registry knows it. */
    static Proved sender(Lookup lookup, SignatureHeader header, BodyDigest body) {
        Participant participant = EnvelopeRules.known(lookup, header);
        return new Proved(participant, Signatures.verify(header, body, participant.key()));
    }

    /** Which gateway signed these bytes too. */
    static Participant gateway(Lookup lookup, SignatureHeader header, BodyDigest body) {
        Participant gateway = sender(lookup, header, body).participant();
        if (gateway.role() != Role.BG) {
            throw RefusedException.of(
                            ErrorCode.AUT_UNAUTHORIZED_ACTION, gateway.subscriberId() + " is registered as no gateway")
                    .reason(Fault.NOT_A_GATEWAY)
                    .fix("pass messages on as a BG");
        }
        return gateway;
    }

    /** The request that the JSON spells, in a dialect told by its shape. */
    BecknMessage.Request request(Dialect dialect, Action action, JsonNode json) {
        BecknMessage.Request request = dialect.readRequest(action, json);
        String filter = switch (request) {
            case Discover discover -> discover.intent().filter();
            case DiscoverResources discover -> discover.intent().filter();
            default -> "";
        };
        if (!filter.isEmpty()) {
            Filter.parse(filter); // found out now, while the sender is still listening
        }
        return request;
    }

    Dialects dialects() {
        return dialects;
    }

    /** Whether the envelope agrees with where its sender is reached, with who we are, and with the time. */
    void check(Dialect dialect, Context context, Participant sender) {
        checkCallback(dialect, context, sender);
        checkAddressee(dialect, context.bpp());
        EnvelopeRules.checkTime(context, clock.instant(), aheadMax);
    }

    /**
     * Whether the envelope is of who signed it. Looked at before the form of the rest: who is not believed is not told
     * what is wrong with its message. What is no text there the schema will refuse.
     */
    static void checkSigner(Dialect dialect, JsonNode context, Participant sender) {
        JsonNode consumer = context.path(dialect.contextName("bapId"));
        if (consumer.isTextual() && !consumer.asText().equals(sender.subscriberId())) {
            throw EnvelopeRules.mismatch(dialect, "bapId", "consumer");
        }
        if (sender.role() != Role.BAP) {
            throw RefusedException.of(
                            ErrorCode.AUT_UNAUTHORIZED_ACTION, sender.subscriberId() + " is registered as a provider")
                    .reason(Fault.NOT_A_BUYER)
                    .fix("send requests as a BAP");
        }
        JsonNode networks = context.path(dialect.contextName("networkId"));
        String network = networks.isArray() ? networks.path(0).asText() : networks.asText();
        if (!network.isEmpty()
                && !sender.networks().isEmpty()
                && !sender.networks().contains(network)) {
            throw RefusedException.of(ErrorCode.AUT_DOMAIN_NOT_ALLOWED, "the sender is no member of this network")
                    .reason(EnvelopeRules.Fault.NOT_A_MEMBER)
                    .at(EnvelopeRules.path(dialect, "networkId"))
                    .fix("send a networkId that the sender is a member of");
        }
    }

    private static void checkCallback(Dialect dialect, Context context, Participant sender) {
        if (!isBelow(sender.url(), context.bap().uri())) {
            throw RefusedException.of(ErrorCode.CTX_INVALID_FIELD, "the callback address is not the registered one")
                    .at(EnvelopeRules.path(dialect, "bapUri"))
                    .fix("send the registered address; callbacks go there in any case");
        }
    }

    private void checkAddressee(Dialect dialect, Endpoint addressee) {
        if (addressee.equals(Endpoint.NOBODY)) {
            return;
        }
        if (!addressee.id().equals(self.subscriberId())) {
            throw EnvelopeRules.elsewhere(
                    dialect,
                    "bppId",
                    "the message is for another provider",
                    "send it to the provider it names; here is " + self.subscriberId());
        }
        if (!addressee.uri().isEmpty() && !isBelow(self.url(), addressee.uri())) {
            throw RefusedException.of(ErrorCode.CTX_INVALID_BPP_URI, "bppUri is not our registered address")
                    .reason(EnvelopeRules.Fault.NOT_ADDRESSED_TO_US)
                    .at(EnvelopeRules.path(dialect, "bppUri"))
                    .fix("send " + self.url());
        }
    }

    private static boolean isBelow(URI registered, String asked) {
        try {
            return RegisteredUri.covers(registered, URI.create(asked));
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }
}
