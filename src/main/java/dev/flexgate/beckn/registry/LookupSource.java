package dev.flexgate.beckn.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Participant.Validity;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.StrictJson;
import io.vertx.core.Future;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A registry of the first generation: {@code POST /lookup}, signed as any message, answers a list of subscriptions. */
final class LookupSource implements RegistrySource {

    private static final int ANSWERS_MAX = 100;

    private final URI address;
    private final OutboundHttp outbound;
    private final Sender self;
    private final Signatures signatures;
    private final Duration deadline;

    /** @param base where {@code /lookup} is below */
    LookupSource(URI base, OutboundHttp outbound, Sender self, Signatures signatures, Duration deadline) {
        this.address = URI.create(base.toString().replaceAll("/+$", "") + "/lookup");
        this.outbound = outbound;
        this.self = self;
        this.signatures = signatures;
        this.deadline = deadline;
    }

    @Override
    public String name() {
        return "lookup";
    }

    @Override
    public Future<Told> ask(KeyId keyId, Instant now) {
        if (keyId.isRecord()) {
            return Future.succeededFuture(new Told(new Word.NoSubscriber(), Optional.empty()));
        }
        byte[] body = Json.bytes(
                Json.object().put("subscriber_id", keyId.subscriberId()).put("key_id", keyId.uniqueKeyId()));
        var headers = Map.of(
                "Content-Type",
                "application/json",
                "Authorization",
                signatures.sign(self, body).text());
        return outbound.start(Call.post(address, headers, body, deadline)).map(answer -> told(answer, keyId));
    }

    private static Told told(Answer answer, KeyId keyId) {
        if (!answer.succeeded()) {
            throw new RegistryException("the registry answered " + answer.status());
        }
        JsonNode list = StrictJson.parse(answer.body());
        if (!list.isArray() || list.size() > ANSWERS_MAX) {
            throw new RegistryException("the registry answered no list of at most " + ANSWERS_MAX);
        }
        boolean subscriber = false;
        for (JsonNode entry : list) {
            if (entry.path("subscriber_id").asText().equals(keyId.subscriberId())) {
                subscriber = true;
                // Some registries leave key_id out of their answer to a question that named it.
                if (entry.path("key_id").asText(keyId.uniqueKeyId()).equals(keyId.uniqueKeyId())) {
                    return read(entry, keyId);
                }
            }
        }
        return new Told(subscriber ? new Word.NoKey() : new Word.NoSubscriber(), Optional.empty());
    }

    private static Told read(JsonNode entry, KeyId keyId) {
        String status = entry.path("status").asText();
        if (!status.equals("SUBSCRIBED")) {
            return new Told(
                    new Word.Barred("its subscription is " + (status.isEmpty() ? "unknown" : status)),
                    Optional.empty());
        }
        try {
            var validity = new Validity(moment(entry, "valid_from"), moment(entry, "valid_until"), false);
            var participant = new Participant(
                    keyId,
                    Role.valueOf(entry.path("type").asText()),
                    RegistryFile.url(entry.path("url")
                            .asText(entry.path("subscriber_url").asText())),
                    PublicKey32.ofBase64(entry.path("signing_public_key").asText()),
                    validity,
                    Set.of(),
                    CallbackSigning.THREE_LINES);
            return new Told(new Word.Listed(participant), Optional.empty());
        } catch (IllegalArgumentException | DateTimeException unusable) {
            return new Told(new Word.Barred("its entry cannot be used: " + unusable.getMessage()), Optional.empty());
        }
    }

    private static Instant moment(JsonNode entry, String name) {
        return OffsetDateTime.parse(entry.path(name).asText()).toInstant();
    }
}
