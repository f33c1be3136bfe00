package dev.flexgate.beckn.registry;

import dev.flexgate.beckn.signature.KeyId;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The file first, then the registry of the network: what the operator wrote down counts, such as a peer's settings or a
 * key that is revoked here before the network knows. A subscriber with a line in the file is never asked about elsewhere.
 */
final class JoinedRegistry implements Registry {

    /** Keys that peers were last heard with, so that they can be reached after a restart. */
    private final KnownKeys keys;

    private final FileRegistry file;
    private final AskedRegistry network;
    private final Duration patience;

    JoinedRegistry(FileRegistry file, AskedRegistry network, KnownKeys keys, Duration patience) {
        this.file = file;
        this.network = network;
        this.keys = keys;
        this.patience = patience;
    }

    @Override
    public Lookup find(KeyId keyId, Instant now) {
        Lookup written = file.find(keyId, now);
        return written instanceof Lookup.SubscriberUnknown ? network.find(keyId, now) : written;
    }

    @Override
    public Future<Lookup> ask(KeyId keyId, Instant now) {
        Lookup written = file.find(keyId, now);
        if (!(written instanceof Lookup.SubscriberUnknown)) {
            return Future.succeededFuture(written);
        }
        return network.ask(keyId, now)
                .map(found -> keyId.isRecord() ? unlessWritten(found, now) : found)
                .onSuccess(found -> {
                    if (found instanceof Lookup.Known && !keyId.isRecord()) {
                        keys.heard(keyId);
                    }
                });
    }

    /** A directory entry names its subscriber itself: it is no way around what the operator wrote down of that one. */
    private Lookup unlessWritten(Lookup found, Instant now) {
        return found instanceof Lookup.Known(Participant participant)
                        && !(file.find(participant.keyId(), now) instanceof Lookup.SubscriberUnknown)
                ? new Lookup.KeyUnknown()
                : found;
    }

    @Override
    public List<Participant> entries(String subscriberId, Instant now) {
        List<Participant> written = file.entries(subscriberId, now);
        return written.isEmpty() ? reach(subscriberId, now).stream().toList() : written;
    }

    @Override
    public Optional<Participant> reach(String subscriberId, Instant now) {
        return file.reach(subscriberId, now)
                .or(() -> keys.of(subscriberId).flatMap(keyId -> asked(keyId, now)))
                .or(() -> network.reach(subscriberId, now));
    }

    private Optional<Participant> asked(KeyId keyId, Instant now) {
        try {
            Lookup found = network.ask(keyId, now).await(patience.toMillis(), TimeUnit.MILLISECONDS);
            return found instanceof Lookup.Known(Participant participant) ? Optional.of(participant) : Optional.empty();
        } catch (RegistryUnavailableException | TimeoutException away) {
            return Optional.empty();
        }
    }

    @Override
    public void refresh() {
        file.refresh();
        keys.keep();
    }
}
