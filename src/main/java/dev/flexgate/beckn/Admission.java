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
import dev.flexgate.beckn.signature.DigestPrefix;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.RegisteredUri;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * What a message must pass before it is kept, in the order of NFH-008: first who sent it, then whether it can be
 * read, then whether it is meant for us and still valid. Every step throws its own refusal; nothing here waits.
 */
final class Admission {

    private enum Fault {
        TIMESTAMP_IN_FUTURE,
        NOT_A_BUYER,
        NOT_A_GATEWAY,
        NOT_A_MEMBER,
        SENDER_MISMATCH,
        NOT_ADDRESSED_TO_US
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
    static Proved sender(Lookup lookup, SignatureHeader header, byte[] body) {
        Participant participant = known(lookup, header);
        return new Proved(participant, Signatures.verify(header, body, participant.key()));
    }

    /** Which gateway signed these bytes too. */
    static Participant gateway(Lookup lookup, SignatureHeader header, byte[] body) {
        Participant gateway = sender(lookup, header, body).participant();
        if (gateway.role() != Role.BG) {
            throw RefusedException.of(
                            ErrorCode.AUT_UNAUTHORIZED_ACTION, gateway.subscriberId() + " is registered as no gateway")
                    .reason(Fault.NOT_A_GATEWAY)
                    .fix("pass messages on as a BG");
        }
        return gateway;
    }

    private static Participant known(Lookup lookup, SignatureHeader header) {
        return switch (lookup) {
            case Lookup.Known known -> known.participant();
            case Lookup.SubscriberUnknown _ ->
                throw RefusedException.of(
                                ErrorCode.AUT_SUBSCRIBER_NOT_FOUND,
                                header.keyId().subscriberId() + " is not registered on this network")
                        .fix("register, or sign with a registered subscriber id");
            case Lookup.KeyUnknown _ ->
                throw RefusedException.of(
                                ErrorCode.AUT_KEY_NOT_FOUND,
                                header.keyId().uniqueKeyId() + " is no key of "
                                        + header.keyId().subscriberId())
                        .fix("register the key, or sign with a registered one");
            case Lookup.NotAMember outside ->
                throw RefusedException.of(
                                ErrorCode.AUT_DOMAIN_NOT_ALLOWED,
                                outside.participant().subscriberId() + " is a member of none of our networks")
                        .reason(Fault.NOT_A_MEMBER)
                        .fix("join one of our networks");
            case Lookup.KeyNotValid notValid ->
                throw RefusedException.of(
                                ErrorCode.AUT_KEY_EXPIRED_OR_REVOKED, "the key cannot be used now: " + notValid.why())
                        .fix("sign with a key that is valid");
        };
    }

    /** The JSON that the bytes spell. */
    static JsonNode json(byte[] body) {
        try {
            return StrictJson.parse(body);
        } catch (JsonRefusedException refused) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_JSON, String.valueOf(refused.getMessage()))
                    .reason(refused.reason())
                    .fix("send one JSON value in UTF-8, as RFC 8259 has it, without duplicate names");
        }
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
        checkTime(context);
    }

    /**
     * Whether the envelope is of who signed it. Looked at before the form of the rest: who is not believed is not told
     * what is wrong with its message. What is no text there the schema will refuse.
     */
    static void checkSigner(Dialect dialect, JsonNode context, Participant sender) {
        JsonNode consumer = context.path(dialect.contextName("bapId"));
        if (consumer.isTextual() && !consumer.asText().equals(sender.subscriberId())) {
            throw RefusedException.of(
                            ErrorCode.AUT_UNAUTHORIZED_ACTION, "the context names another consumer than the signature")
                    .reason(Fault.SENDER_MISMATCH)
                    .at(path(dialect, "bapId"))
                    .fix("sign as the participant that " + dialect.contextName("bapId") + " names");
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
                    .reason(Fault.NOT_A_MEMBER)
                    .at(path(dialect, "networkId"))
                    .fix("send a networkId that the sender is a member of");
        }
    }

    private static void checkCallback(Dialect dialect, Context context, Participant sender) {
        if (!isBelow(sender.url(), context.bap().uri())) {
            throw RefusedException.of(ErrorCode.CTX_INVALID_FIELD, "the callback address is not the registered one")
                    .at(path(dialect, "bapUri"))
                    .fix("send the registered address; callbacks go there in any case");
        }
    }

    private void checkAddressee(Dialect dialect, Endpoint addressee) {
        if (addressee.equals(Endpoint.NOBODY)) {
            return;
        }
        if (!addressee.id().equals(self.subscriberId())) {
            throw RefusedException.of(ErrorCode.CTX_INVALID_FIELD, "the message is for another provider")
                    .reason(Fault.NOT_ADDRESSED_TO_US)
                    .at(path(dialect, "bppId"))
                    .fix("send it to the provider it names; here is " + self.subscriberId());
        }
        if (!addressee.uri().isEmpty() && !isBelow(self.url(), addressee.uri())) {
            throw RefusedException.of(ErrorCode.CTX_INVALID_BPP_URI, "bppUri is not our registered address")
                    .reason(Fault.NOT_ADDRESSED_TO_US)
                    .at(path(dialect, "bppUri"))
                    .fix("send " + self.url());
        }
    }

    private static String path(Dialect dialect, String lowerCamel) {
        return "$.context." + dialect.contextName(lowerCamel);
    }

    private static boolean isBelow(URI registered, String asked) {
        try {
            return RegisteredUri.covers(registered, URI.create(asked));
        } catch (IllegalArgumentException noUri) {
            return false;
        }
    }

    private void checkTime(Context context) {
        Instant now = clock.instant();
        if (context.timestamp().isAfter(now.plus(aheadMax))) {
            throw RefusedException.of(
                            ErrorCode.CTX_INVALID_FIELD, "the timestamp is ahead of our clock, which reads " + now)
                    .reason(Fault.TIMESTAMP_IN_FUTURE)
                    .at("$.context.timestamp")
                    .fix("set your clock; " + aheadMax.toSeconds() + " s are tolerated");
        }
        if (now.isAfter(context.validUntil())) {
            throw RefusedException.of(
                            ErrorCode.CTX_TTL_EXPIRED,
                            "the message was valid until " + context.validUntil() + ", our clock reads " + now)
                    .at("$.context.ttl")
                    .fix("write the message anew and send it at once");
        }
    }
}
