package dev.flexgate.beckn.registry;

import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.beckn.signature.Sender;
import dev.flexgate.beckn.signature.SignatureLimits;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.wire.OutboundHttp;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Who is on the network: whose key is whose, and where everybody is called. */
public interface Registry {

    /** The participants that {@code file} lists; one that does not exist yet is an empty network until it does. */
    static FileRegistry of(Path file) {
        return FileRegistry.of(file);
    }

    /**
     * What a registry needs that is asked over HTTP.
     *
     * @param self signs what a registry of the first generation is asked
     * @param keys with which peers were heard
     */
    record Around(
            Sender self,
            OutboundHttp outbound,
            KnownKeys keys,
            RegistryLimits limits,
            InstantSource clock,
            MeterRegistry meters) {}

    /**
     * The file and, for whom it does not know, the registry of the network.
     *
     * @param networks of which everybody must be a member of one; empty for any
     */
    static Registry of(Path file, RegistryChoice choice, Set<String> networks, Around around) {
        FileRegistry written = of(file);
        Registry all = switch (choice) {
            case RegistryChoice.FileOnly _ -> written;
            case RegistryChoice.Lookups(URI base) -> {
                var signatures = new Signatures(around.clock(), SignatureLimits.DEFAULT);
                Duration deadline = around.limits().deadline();
                yield joined(
                        written,
                        new LookupSource(base, around.outbound(), around.self(), signatures, deadline),
                        around);
            }
            case RegistryChoice.Dedi(URI base) ->
                joined(
                        written,
                        new DediSource(base, around.outbound(), around.limits().deadline()),
                        around);
        };
        return networks.isEmpty() ? all : new MemberRegistry(all, Set.copyOf(networks));
    }

    private static Registry joined(FileRegistry file, RegistrySource source, Around around) {
        var asked = new AskedRegistry(source, around.limits(), around.clock(), around.meters());
        return new JoinedRegistry(
                file, asked, around.keys(), around.limits().deadline().multipliedBy(2));
    }

    /** What is known of a key at {@code now} without asking anybody. */
    Lookup find(KeyId keyId, Instant now);

    /**
     * What is known of a key at {@code now}; whoever knows more is asked when it is not known here. Never waits.
     *
     * @return fails with {@link RegistryUnavailableException} when nobody could be asked
     */
    default Future<Lookup> ask(KeyId keyId, Instant now) {
        return Future.succeededFuture(find(keyId, now));
    }

    /** How to reach a participant: where its newest valid key says, for who has moved enters a new key there. */
    Optional<Participant> reach(String subscriberId, Instant now);

    /** All keys of a participant that are known here, the newest first; also those that hold no more, where it lists them. */
    default List<Participant> entries(String subscriberId, Instant now) {
        return reach(subscriberId, now).stream().toList();
    }

    /** Takes in what has changed, as far as that is not noticed otherwise. May block for a file read. */
    default void refresh() {}
}
