package dev.flexgate.beckn.share;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.dialect.LtsSharing;
import dev.flexgate.beckn.dialect.LtsSharing.Page;
import dev.flexgate.beckn.dialect.LtsSharing.Search;
import dev.flexgate.beckn.dialect.LtsSharing.Subscribe;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.DeliveryPolicy;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.share.Subscription.Status;
import dev.flexgate.beckn.share.Subscriptions.Asked;
import dev.flexgate.store.Database;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.RegisteredUri;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What is answered at once: subscriptions, and searches by network and type. Everybody sees its own subscriptions and
 * files alone; what is somebody else's is not there.
 */
public final class CatalogDesk {

    private static final Duration ANSWER_TTL = Duration.ofMinutes(5);

    private enum Fault {
        CALLBACK_ELSEWHERE,
        NOT_OUR_NETWORK,
        NOT_A_MEMBER,
        TOO_MANY,
        ATTEMPT_TOO_LONG,
        PATIENCE_TOO_LONG
    }

    private final BecknNode self;
    private final Database database;
    private final Wares wares;
    private final Subscriptions subscriptions = new Subscriptions();
    private final Sharing records;
    private final ShareMeters meters;
    private final ShareLimits limits;
    private final Ids ids;
    private final InstantSource clock;

    CatalogDesk(
            BecknNode self,
            Database database,
            Wares wares,
            Sharing records,
            ShareMeters meters,
            ShareLimits limits,
            Ids ids,
            InstantSource clock) {
        this.self = self;
        this.database = database;
        this.wares = wares;
        this.records = records;
        this.meters = meters;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Takes a subscription down. The same wish again renews the one there is; the same message again changes nothing.
     *
     * @param body the bytes of the message
     */
    public ObjectNode subscribe(Participant sender, Subscribe asked, byte[] body) {
        Subscription wish = wish(sender, asked);
        byte[] sha = Digests.sha256(body);
        Subscription made = database.inTransaction(tx -> {
            subscriptions.lock(tx);
            Optional<Asked> before = subscriptions.asked(tx, wish.subscriber(), wish.messageId());
            if (before.isPresent()) {
                return repeated(before.get(), sha);
            }
            return subscriptions
                    .same(tx, wish.subscriber(), wish.networks(), wish.schemaTypes(), wish.callbackUrl())
                    .map(there -> renewed(tx, there, wish, sha))
                    .orElseGet(() -> added(tx, wish, sha));
        });
        Context reply = asked.context().answeredBy(self.endpoint(), clock.instant(), ANSWER_TTL);
        return answer(reply, List.of(made), Optional.empty());
    }

    private static Subscription repeated(Asked before, byte[] sha) {
        if (!before.requestSha().equals(Buffer.buffer(sha))) {
            throw RefusedException.of(ErrorCode.CTX_MESSAGE_ID_DUPLICATE, "another message came under this id before")
                    .at("$.context.messageId")
                    .fix("give every message an id of its own; repeat one only byte for byte");
        }
        return before.subscription();
    }

    private Subscription renewed(Tx tx, Subscription there, Subscription wish, byte[] sha) {
        subscriptions.renew(tx, there.id(), wish, sha);
        Subscription now = subscriptions.find(tx, there.id()).orElseThrow();
        records.subscription(tx, now, now.revision(), "RENEWED", "", wish.createdAt());
        return now;
    }

    private Subscription added(Tx tx, Subscription wish, byte[] sha) {
        if (subscriptions.count(tx, wish.subscriber()) >= limits.subscriptions().perPeer()
                || subscriptions.active(tx) >= limits.subscriptions().max()) {
            meters.bounded("subscriptions");
            throw RefusedException.of(
                            ErrorCode.POL_NP_CAPACITY_EXCEEDED,
                            "a participant has at most "
                                    + limits.subscriptions().perPeer() + " subscriptions")
                    .reason(Fault.TOO_MANY)
                    .fix("end one of yours first");
        }
        subscriptions.insert(tx, wish, sha);
        records.subscription(tx, wish, 1, "SUBSCRIBED", "", wish.createdAt());
        return wish;
    }

    private Subscription wish(Participant sender, Subscribe asked) {
        checkNetworks(sender, asked.networks());
        if (!Filters.isOfOneOf(asked.schemaTypes())) {
            throw RefusedException.of(ErrorCode.SCH_TYPE_NOT_SUPPORTED, "nothing of these types is sold here")
                    .at("$.message.subscription.schemaTypes")
                    .fix("send " + LtsSharing.SCHEMA_TYPE + ", or none for all");
        }
        String url = asked.callbackUrl().orElse(sender.url().toString());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        checkPolicy(asked.policy());
        return new Subscription(
                ids.next(),
                sender.subscriberId(),
                asked.context().messageId(),
                asked.context().transactionId(),
                asked.networks().stream().distinct().sorted().toList(),
                asked.schemaTypes().stream().distinct().sorted().toList(),
                url,
                below(sender.url(), url),
                asked.said().map(Json::text).orElse(""),
                asked.policy().patience(),
                asked.policy().payloadBytes().orElse(limits.subscriptions().pushBytes()),
                Status.ACTIVE,
                "",
                1,
                0,
                false,
                false,
                false,
                "",
                now,
                now,
                now.plus(limits.subscriptions().life()));
    }

    /** A policy is kept whole, or refused: half of it would be somebody else's. */
    private void checkPolicy(DeliveryPolicy policy) {
        Duration attemptMax = limits.subscriptions().attemptMax();
        if (policy.timeout().compareTo(attemptMax) > 0) {
            throw RefusedException.of(
                            ErrorCode.POL_GENERIC_ERROR,
                            "no attempt lasts longer than " + attemptMax.toSeconds() + " s")
                    .reason(Fault.ATTEMPT_TOO_LONG)
                    .at("$.message.subscription.deliveryPolicy.timeoutSeconds")
                    .fix("send at most " + attemptMax.toSeconds());
        }
        Duration patienceMax = limits.subscriptions().patienceMax();
        if (policy.patience().compareTo(patienceMax) > 0) {
            throw RefusedException.of(
                            ErrorCode.POL_GENERIC_ERROR,
                            "attempts by this policy last " + policy.patience().toSeconds() + " s in all, at most "
                                    + patienceMax.toSeconds() + " s are tried")
                    .reason(Fault.PATIENCE_TOO_LONG)
                    .at("$.message.subscription.deliveryPolicy.retryPolicy")
                    .fix("send fewer retries, or shorter delays");
        }
    }

    private void checkNetworks(Participant sender, List<String> networks) {
        if (!sender.networks().isEmpty() && !sender.networks().containsAll(networks)) {
            throw RefusedException.of(ErrorCode.AUT_DOMAIN_NOT_ALLOWED, "the sender is no member of these networks")
                    .reason(Fault.NOT_A_MEMBER)
                    .at("$.message.subscription.networkIds")
                    .fix("send networks that the sender is a member of");
        }
        if (!Filters.inOneOf(networks, wares.networks())) {
            throw RefusedException.of(ErrorCode.AUT_DOMAIN_NOT_ALLOWED, "we sell in none of these networks")
                    .reason(Fault.NOT_OUR_NETWORK)
                    .at("$.message.subscription.networkIds")
                    .fix("send one of " + wares.networks());
        }
    }

    /** Messages of changes go where the registry says, or below; a message cannot send them elsewhere. */
    private static String below(URI registered, String asked) {
        try {
            URI url = URI.create(asked);
            if (RegisteredUri.covers(registered, url) && url.getRawQuery() == null && url.getRawFragment() == null) {
                String path = url.getRawPath()
                        .substring(stripped(registered.getRawPath()).length());
                return stripped(path.startsWith("/") ? path.substring(1) : path);
            }
        } catch (IllegalArgumentException noUrl) {
            // refused like any other that is not the registered one
        }
        throw RefusedException.of(ErrorCode.CTX_INVALID_FIELD, "callbackUrl is not at or below the registered address")
                .reason(Fault.CALLBACK_ELSEWHERE)
                .at("$.message.subscription.callbackUrl")
                .fix("leave it out, or send one at or below the address in the registry");
    }

    private static String stripped(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /** A page of those of the sender. */
    public ObjectNode list(Participant sender, int limit, int offset) {
        return database.inTransaction(tx -> {
            List<Subscription> page = subscriptions.of(tx, sender.subscriberId(), limit, offset);
            int total = subscriptions.count(tx, sender.subscriberId());
            return answer(fresh(sender, ""), page, Optional.of(new Page(page.size(), limit, offset, total)));
        });
    }

    /** Everybody's, for ourselves, the newest first. */
    public List<ObjectNode> newest(int limit) {
        return database.inTransaction(tx -> subscriptions.newest(tx, limit));
    }

    /** One of the sender's, also when it has ended; empty when there is none. */
    public Optional<ObjectNode> find(Participant sender, UUID id) {
        return database.inTransaction(tx -> subscriptions.find(tx, sender.subscriberId(), id))
                .map(each -> answer(fresh(sender, each.transactionId()), List.of(each), Optional.empty()));
    }

    /** Ends one of the sender's; empty when there is none. */
    public Optional<ObjectNode> end(Participant sender, UUID id) {
        return database.inTransaction(
                        tx -> subscriptions.find(tx, sender.subscriberId(), id).map(each -> ended(tx, each)))
                .map(each -> answer(fresh(sender, each.transactionId()), List.of(each), Optional.empty()));
    }

    private Subscription ended(Tx tx, Subscription there) {
        Instant now = clock.instant();
        if (subscriptions.end(tx, there.id(), Status.DELETED, "", now)) {
            records.subscription(tx, there, there.revision() + 1, "ENDED", "", now);
        }
        return subscriptions.find(tx, there.id()).orElseThrow();
    }

    private static ObjectNode answer(Context context, List<Subscription> found, Optional<Page> page) {
        ObjectNode message = Json.object();
        ArrayNode array = message.putArray("subscriptions");
        found.forEach(each -> array.add(each.json()));
        page.ifPresent(each -> message.set("pagination", LtsSharing.write(each)));
        return LtsSharing.answer(LtsSharing.ON_SUBSCRIPTION, context, message);
    }

    /** The envelope of an answer to a question that had none. */
    private Context fresh(Participant sender, String transactionId) {
        return new Context(
                new Endpoint(sender.subscriberId(), sender.url().toString()),
                self.endpoint(),
                transactionId.isEmpty() ? ids.next().toString() : transactionId,
                ids.next().toString(),
                "",
                "",
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                ANSWER_TTL,
                List.of(LtsFields.VOCABULARY));
    }

    /** A page of what the sender may buy. */
    public ObjectNode search(Participant sender, Search search) {
        boolean met =
                wares.isFor(sender.subscriberId()) && Filters.meets(search.networks(), search.schemaTypes(), wares);
        int total = met ? wares.count() : 0;
        List<Catalog> found =
                search.offset() < total ? List.of(wares.stretch(search.offset(), search.limit())) : List.of();
        int count = found.stream().mapToInt(catalog -> catalog.items().size()).sum();
        Context reply = search.context().answeredBy(self.endpoint(), clock.instant(), ANSWER_TTL);
        return LtsSharing.answer(
                LtsSharing.ON_SEARCH,
                reply,
                LtsSharing.found(found, Optional.of(new Page(count, search.limit(), search.offset(), total))));
    }

    /** The types of what the sender may buy. */
    public ObjectNode schemaTypes(Participant sender) {
        ObjectNode message = Json.object();
        ArrayNode types = message.putArray("schemaTypes");
        if (wares.isFor(sender.subscriberId()) && wares.count() > 0) {
            types.add(LtsSharing.SCHEMA_TYPE);
        }
        return LtsSharing.answer(LtsSharing.ON_SEARCH, fresh(sender, ""), message);
    }

    /** One thing that the sender may buy; empty when there is none. */
    public Optional<ObjectNode> item(Participant sender, String id) {
        return wares.isFor(sender.subscriberId())
                ? wares.only(id)
                        .map(catalog -> LtsSharing.answer(
                                LtsSharing.ON_SEARCH,
                                fresh(sender, ""),
                                LtsSharing.found(List.of(catalog), Optional.empty())))
                : Optional.empty();
    }

    /** What the sender pulled, as long as it can be fetched. */
    public Optional<byte[]> file(Participant sender, UUID requestId) {
        return database.inTransaction(tx -> PullFiles.find(tx, sender.subscriberId(), requestId, clock.instant()));
    }
}
