package dev.flexgate.beckn.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Participant.Validity;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.Future;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A decentralised directory (DeDi), as the second generation has it:
 * {@code GET {base}/lookup/{subscriber}/{registry}/{key}}.
 */
final class DediSource implements RegistrySource {

    /** Registry that holds the keys of all subscribers; what beckn-onix asks. */
    private static final String SUBSCRIBERS = "subscribers.beckn.one";

    /** What may stand in a path without being escaped: nothing that a server could read as another path. */
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}");

    /** Far enough: a directory entry ends by being revoked, not by a time. */
    private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

    private final String base;
    private final OutboundHttp outbound;
    private final Duration deadline;

    DediSource(URI base, OutboundHttp outbound, Duration deadline) {
        this.base = base.toString().replaceAll("/+$", "") + "/lookup/";
        this.outbound = outbound;
        this.deadline = deadline;
    }

    @Override
    public String name() {
        return "dedi";
    }

    @Override
    public Future<Told> ask(KeyId keyId, Instant now) {
        if (keyId.isRecord()) {
            boolean safe = Stream.of(keyId.subscriberId().split("/", -1))
                    .allMatch(part -> SAFE.matcher(part).matches());
            return safe
                    ? asked(keyId.subscriberId(), keyId)
                    : Future.succeededFuture(new Told(new Word.NoSubscriber(), Optional.empty()));
        }
        if (!SAFE.matcher(keyId.subscriberId()).matches()
                || !SAFE.matcher(keyId.uniqueKeyId()).matches()) {
            return Future.succeededFuture(new Told(new Word.NoSubscriber(), Optional.empty()));
        }
        return asked(keyId.subscriberId() + "/" + SUBSCRIBERS + "/" + keyId.uniqueKeyId(), keyId);
    }

    private Future<Told> asked(String path, KeyId keyId) {
        return outbound.start(Call.get(URI.create(base + path), Map.of("Accept", "application/json"), deadline))
                .map(answer -> told(answer, keyId));
    }

    private static Told told(Answer answer, KeyId keyId) {
        if (answer.status() == 404) {
            return new Told(new Word.NoSubscriber(), Optional.empty());
        }
        if (!answer.succeeded()) {
            throw new RegistryException("the directory answered " + answer.status());
        }
        JsonNode data = StrictJson.parse(answer.body()).path("data");
        JsonNode details = data.path("details").isArray() ? data.path("details").path(0) : data.path("details");
        if (!details.isObject()) {
            throw new RegistryException("the directory answered no data.details");
        }
        Optional<Duration> ttl = data.path("ttl").isNumber()
                ? Optional.of(Duration.ofSeconds(data.path("ttl").asLong()))
                : Optional.empty();
        return new Told(word(data, details, keyId), ttl);
    }

    private static Word word(JsonNode data, JsonNode details, KeyId keyId) {
        String state = data.path("state").asText("live");
        if (data.path("is_revoked").asBoolean(false)) {
            return new Word.Barred("it is revoked");
        }
        if (!state.equals("live")) {
            return new Word.Barred("its entry is " + state);
        }
        if (keyId.isRecord() && !isOf(details.path("subscriber_id").asText(), keyId)) {
            return new Word.Barred("its entry names a subscriber of another domain than that of its namespace");
        }
        if (!keyId.isRecord()
                && !details.path("subscriber_id").asText(keyId.subscriberId()).equals(keyId.subscriberId())) {
            return new Word.Barred("its entry names another subscriber");
        }
        try {
            return new Word.Listed(participant(data, details, keyId));
        } catch (IllegalArgumentException | DateTimeException unusable) {
            return new Word.Barred("its entry cannot be used: " + unusable.getMessage());
        }
    }

    /** Anybody may have a directory: it speaks for names in its own domain alone. */
    private static boolean isOf(String subscriberId, KeyId keyId) {
        String namespace =
                keyId.subscriberId().substring(0, keyId.subscriberId().indexOf('/'));
        return subscriberId.equals(namespace) || subscriberId.endsWith("." + namespace);
    }

    private static Participant participant(JsonNode data, JsonNode details, KeyId keyId) {
        Set<String> networks = new HashSet<>();
        data.path("network_memberships").forEach(network -> networks.add(network.asText()));
        if (networks.isEmpty()) {
            networks.add(Participant.NO_NETWORK);
        }
        return new Participant(
                keyId.isRecord() ? new KeyId(details.path("subscriber_id").asText(), KeyId.RECORD) : keyId,
                Role.valueOf(details.path("type").asText()),
                RegistryFile.url(details.path("url").asText()),
                PublicKey32.ofBase64(details.path("signing_public_key").asText()),
                new Validity(
                        moment(data, details, "valid_from", Instant.EPOCH),
                        moment(data, details, "valid_until", NEVER),
                        false),
                networks,
                CallbackSigning.THREE_LINES);
    }

    private static Instant moment(JsonNode data, JsonNode details, String name, Instant otherwise) {
        String text = details.path(name).asText(data.path(name).asText());
        return text.isEmpty() ? otherwise : OffsetDateTime.parse(text).toInstant();
    }
}
