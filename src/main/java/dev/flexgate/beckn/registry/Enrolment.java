package dev.flexgate.beckn.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.registry.RegistrySource.Word;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.identity.EncryptionKey;
import dev.flexgate.identity.PublicKey32;
import dev.flexgate.store.Rounds;
import dev.flexgate.wire.Answer;
import dev.flexgate.wire.Call;
import dev.flexgate.wire.Json;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enters us into a registry of the first generation and keeps us there: as long as it does not list our key at our
 * address we subscribe, again and again, and answer its challenge.
 */
public final class Enrolment implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final Duration LIFE = Duration.ofDays(365);

    /** Nobody but the registry should have our key try texts, and it has no reason to long after we asked. */
    private static final Duration CHALLENGED_WITHIN = Duration.ofHours(1);

    /**
     * What we enter.
     *
     * @param sender our name and signing key
     * @param url where peers reach us
     * @param domain of the network
     * @param encryption what the registry encrypts for
     */
    public record Entry(Sender sender, URI url, String domain, EncryptionKey encryption) {}

    /**
     * The registry.
     *
     * @param base where {@code /lookup} and {@code /subscribe} are below
     * @param encryptionKey its public X25519 key, base64
     * @param signingKey with which its challenge must be signed, if it signs
     */
    public record Office(URI base, String encryptionKey, Optional<PublicKey32> signingKey) {}

    private final Entry entry;
    private final Office office;
    private final OutboundHttp outbound;
    private final InstantSource clock;
    private final Signatures signatures;
    private final RegistryLimits limits;
    private final LookupSource lookup;
    private final Rounds rounds;
    private volatile @Nullable Instant subscribedAt;

    public Enrolment(Entry entry, Office office, OutboundHttp outbound, RegistryLimits limits, InstantSource clock) {
        this.entry = entry;
        this.office = office;
        this.outbound = outbound;
        this.clock = clock;
        this.limits = limits;
        this.signatures = new Signatures(clock, SignatureLimits.DEFAULT);
        this.lookup = new LookupSource(office.base(), outbound, entry.sender(), signatures, limits.deadline());
        this.rounds = Rounds.shared("beckn-enrolment", Rounds.Pace.of(EVERY), () -> {
            enrol();
            return Rounds.Left.NOTHING;
        });
    }

    public void start() {
        rounds.start();
    }

    /** Whether the registry lists us as we are; if not, it was asked to. */
    boolean enrol() {
        try {
            if (isListed()) {
                return true;
            }
            subscribe();
        } catch (OutboundException | RegistryException | RegistryUnavailableException away) {
            LOG.warn("the registry at {} does not take us in yet: {}", office.base(), away.getMessage());
        }
        return false;
    }

    private boolean isListed() {
        Instant now = clock.instant();
        return lookup.ask(entry.sender().keyId(), now).await().word() instanceof Word.Listed(Participant listed)
                && listed.key().equals(entry.sender().signer().publicKey())
                && listed.url().equals(entry.url())
                && listed.validity().holds(now);
    }

    private void subscribe() {
        subscribedAt = clock.instant();
        byte[] body = Json.bytes(subscription());
        var headers = Map.of(
                "Content-Type",
                "application/json",
                "Authorization",
                signatures.sign(entry.sender(), body).text());
        URI address = URI.create(office.base().toString().replaceAll("/+$", "") + "/subscribe");
        Answer answer = outbound.send(Call.post(address, headers, body, limits.deadline()));
        if (!answer.succeeded()) {
            throw new RegistryException("POST /subscribe was answered with " + answer.status());
        }
        LOG.info("subscribed at the registry: {}", office.base());
    }

    private ObjectNode subscription() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return Json.object()
                .put("subscriber_id", entry.sender().subscriberId())
                .put("url", entry.url().toString())
                .put("type", Participant.Role.BPP.name())
                .put("domain", entry.domain())
                .put("key_id", entry.sender().keyId().uniqueKeyId())
                .put("signing_public_key", entry.sender().signer().publicKey().base64())
                .put("encr_public_key", entry.encryption().publicBase64())
                .put("valid_from", now.toString())
                .put("valid_until", now.plus(LIFE).toString())
                .put("nonce", UUID.randomUUID().toString());
    }

    /**
     * What the registry has encrypted for us.
     *
     * @param body of its {@code POST /on_subscribe}, word for word
     * @param authorization its signature; empty when it came without
     * @throws RefusedException when we did not ask to be entered, or it is not the registry that asks
     */
    public String answer(byte[] body, String authorization, String challenge) {
        Instant asked = subscribedAt;
        if (asked == null || clock.instant().isAfter(asked.plus(CHALLENGED_WITHIN))) {
            throw RefusedException.of(ErrorCode.AUT_UNAUTHORIZED_ACTION, "we have not subscribed lately")
                    .fix("challenge a subscriber within an hour of its subscription");
        }
        office.signingKey().ifPresent(key -> verify(body, authorization, key));
        try {
            return Challenge.solve(entry.encryption(), office.encryptionKey(), challenge);
        } catch (IllegalArgumentException wrong) {
            throw RefusedException.of(ErrorCode.SCH_INVALID_FORMAT, String.valueOf(wrong.getMessage()))
                    .at("$.challenge")
                    .fix("encrypt it for " + entry.encryption().publicBase64() + " as beckn-onix does");
        }
    }

    private void verify(byte[] body, String authorization, PublicKey32 key) {
        if (authorization.isEmpty()) {
            throw RefusedException.of(ErrorCode.AUT_SIGNATURE_MISSING, "the challenge is not signed")
                    .fix("sign it with the registry's key");
        }
        SignatureHeader header = SignatureHeader.parse(authorization);
        signatures.checkTime(header);
        Signatures.verify(header, body, key);
    }

    @Override
    public void close() {
        rounds.close();
    }
}
