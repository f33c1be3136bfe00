package dev.flexgate.beckn.registry;

import dev.flexgate.beckn.signature.KeyId;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Lets only members of certain networks in, whatever else is registered. */
final class MemberRegistry implements Registry {

    private final Registry registry;
    private final Set<String> networks;

    /** @param networks of which a participant must be a member of one */
    MemberRegistry(Registry registry, Set<String> networks) {
        this.registry = registry;
        this.networks = networks;
    }

    @Override
    public Lookup find(KeyId keyId, Instant now) {
        return judged(registry.find(keyId, now));
    }

    @Override
    public Future<Lookup> ask(KeyId keyId, Instant now) {
        return registry.ask(keyId, now).map(this::judged);
    }

    private Lookup judged(Lookup found) {
        return found instanceof Lookup.Known(Participant participant) && !isMember(participant)
                ? new Lookup.NotAMember(participant)
                : found;
    }

    /** A line of the registry file that names no network is one of any. */
    private boolean isMember(Participant participant) {
        return participant.networks().isEmpty() || !Collections.disjoint(participant.networks(), networks);
    }

    @Override
    public List<Participant> entries(String subscriberId, Instant now) {
        return registry.entries(subscriberId, now);
    }

    @Override
    public Optional<Participant> reach(String subscriberId, Instant now) {
        return registry.reach(subscriberId, now).filter(this::isMember);
    }

    @Override
    public void refresh() {
        registry.refresh();
    }
}
