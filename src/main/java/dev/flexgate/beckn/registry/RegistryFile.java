package dev.flexgate.beckn.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Participant.Validity;
import dev.flexgate.beckn.signature.DigestPrefix;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The participants as a JSON file: {@code {"participants": [{"subscriberId", "keyId", "type", "url", "publicKey",
 * "validFrom", "validUntil", "revoked"?, "networks"?, "callbackSigning"?, "digest"?,
 * "dialect"?, "noCallback"?}]}}. What is misspelt is refused, since a
 * forgotten "revoked" would be believed.
 */
public final class RegistryFile {

    private static final int PARTICIPANTS_MAX = 10_000;
    private static final Set<String> MEMBERS = Set.of(
            "subscriberId",
            "keyId",
            "type",
            "url",
            "publicKey",
            "validFrom",
            "validUntil",
            "revoked",
            "networks",
            "callbackSigning",
            "digest",
            "dialect",
            "noCallback");

    /** By the names under which the dialects stand in tables and settings. */
    private static final List<String> DIALECTS = List.of("2.0.0-lts", "2.0.0-rc1-deg", "1.1.1");

    private RegistryFile() {}

    /** The participants in {@code file}; throws {@link RegistryException} when it cannot be used as it is. */
    public static List<Participant> read(Path file) {
        JsonNode json;
        try {
            json = StrictJson.parse(Files.readAllBytes(file));
        } catch (IOException | JsonRefusedException unreadable) {
            throw new RegistryException(
                    "cannot read the registry " + file + ": " + unreadable.getMessage(), unreadable);
        }
        JsonNode entries = json.path("participants");
        if (!entries.isArray() || entries.size() > PARTICIPANTS_MAX) {
            throw new RegistryException(file + " must hold {\"participants\": [...]} of at most " + PARTICIPANTS_MAX);
        }
        var participants = new ArrayList<Participant>();
        var keys = new HashSet<KeyId>();
        for (int k = 0; k < entries.size(); k++) {
            Participant participant = participant(entries.get(k), file + ", participants[" + k + "]");
            if (!keys.add(participant.keyId())) {
                throw new RegistryException(file + ", participants[" + k + "]: this key is listed twice");
            }
            participants.add(participant);
        }
        return List.copyOf(participants);
    }

    private static Participant participant(JsonNode entry, String place) {
        entry.fieldNames().forEachRemaining(name -> {
            if (!MEMBERS.contains(name)) {
                throw new RegistryException(place + ": unknown member " + name);
            }
        });
        try {
            Set<String> networks = new HashSet<>();
            entry.path("networks").forEach(network -> networks.add(network.asText()));
            return new Participant(
                    new KeyId(text(entry, "subscriberId"), text(entry, "keyId")),
                    Role.valueOf(text(entry, "type")),
                    url(text(entry, "url")),
                    PublicKey32.ofBase64(text(entry, "publicKey")),
                    new Validity(
                            Instant.parse(text(entry, "validFrom")),
                            Instant.parse(text(entry, "validUntil")),
                            entry.path("revoked").asBoolean(false)),
                    networks,
                    signing(entry.path("callbackSigning").asText(CallbackSigning.THREE_LINES.word())),
                    digest(entry.path("digest").asText()),
                    dialect(entry.path("dialect").asText()),
                    noCallback(entry.path("noCallback").asText()));
        } catch (IllegalArgumentException | DateTimeException wrong) {
            throw new RegistryException(place + ": " + wrong.getMessage(), wrong);
        }
    }

    private static String text(JsonNode entry, String name) {
        if (!entry.path(name).isTextual()) {
            throw new IllegalArgumentException(name + " must be a string");
        }
        return entry.path(name).asText();
    }

    static URI url(String text) {
        URI url = URI.create(text);
        if (url.getHost() == null || url.getScheme() == null || url.getRawQuery() != null) {
            throw new IllegalArgumentException("url must have a scheme and a host, and no query");
        }
        return url;
    }

    private static CallbackSigning signing(String word) {
        return CallbackSigning.of(word)
                .orElseThrow(
                        () -> new IllegalArgumentException("callbackSigning must be 3-line, 4-line or 4-line-header"));
    }

    private static Optional<DigestPrefix> digest(String word) {
        if (word.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(DigestPrefix.of(word)
                .orElseThrow(() -> new IllegalArgumentException("digest must be BLAKE-512 or BLAKE2b-512")));
    }

    private static Optional<String> dialect(String name) {
        if (!name.isEmpty() && !DIALECTS.contains(name)) {
            throw new IllegalArgumentException("dialect must be one of " + DIALECTS);
        }
        return Optional.of(name).filter(each -> !each.isEmpty());
    }

    private static Optional<NoCallback> noCallback(String status) {
        if (status.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                NoCallback.of(status).orElseThrow(() -> new IllegalArgumentException("noCallback must be 202 or 409")));
    }

    /** Replaces {@code file} as a whole, so that a reader sees the old list or the new one. */
    public static void write(Path file, List<Participant> participants) {
        ObjectNode json = Json.object();
        ArrayNode entries = json.putArray("participants");
        participants.forEach(participant -> entries.add(entry(participant)));
        try {
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, "registry", ".json");
            Files.write(draft, Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(json));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException unwritable) {
            throw new RegistryException("cannot write the registry " + file, unwritable);
        }
    }

    private static ObjectNode entry(Participant participant) {
        ObjectNode entry = Json.object()
                .put("subscriberId", participant.subscriberId())
                .put("keyId", participant.keyId().uniqueKeyId())
                .put("type", participant.role().name())
                .put("url", participant.url().toString())
                .put("publicKey", participant.key().base64())
                .put("validFrom", participant.validity().from().toString())
                .put("validUntil", participant.validity().until().toString())
                .put("revoked", participant.validity().revoked());
        ArrayNode networks = entry.putArray("networks");
        participant.networks().stream().sorted().forEach(networks::add);
        participant.dialect().ifPresent(dialect -> entry.put("dialect", dialect));
        participant.digest().ifPresent(digest -> entry.put("digest", digest.word()));
        participant.noCallback().ifPresent(said -> entry.put("noCallback", Integer.toString(said.status())));
        return entry.put("callbackSigning", participant.callbackSigning().word());
    }
}
