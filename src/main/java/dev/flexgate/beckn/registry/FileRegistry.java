package dev.flexgate.beckn.registry;

import dev.flexgate.beckn.signature.KeyId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The participants of the network, read from a file and held in memory. {@link #refresh} takes in a changed file;
 * one that cannot be used leaves what was known before, so that a slip of the pen locks nobody out.
 */
public final class FileRegistry implements Registry {

    private static final Logger LOG = LoggerFactory.getLogger(FileRegistry.class);

    private record Known(FileTime readAt, Map<KeyId, Participant> byKey, Map<String, List<Participant>> bySubscriber) {

        static Known of(FileTime readAt, List<Participant> participants) {
            return new Known(
                    readAt,
                    participants.stream()
                            .collect(Collectors.toUnmodifiableMap(Participant::keyId, Function.identity())),
                    participants.stream().collect(Collectors.groupingBy(Participant::subscriberId)));
        }
    }

    private final Path file;
    private volatile Known known;

    private FileRegistry(Path file, Known known) {
        this.file = file;
        this.known = known;
    }

    /** Reads {@code file}; one that does not exist yet is an empty network until it does. */
    static FileRegistry of(Path file) {
        FileTime changedAt = changedAt(file);
        if (changedAt.equals(NEVER)) {
            LOG.warn("no registry at {}: nobody is known on the network yet", file);
            return new FileRegistry(file, Known.of(NEVER, List.of()));
        }
        return new FileRegistry(file, Known.of(changedAt, RegistryFile.read(file)));
    }

    private static final FileTime NEVER = FileTime.fromMillis(0);

    private static FileTime changedAt(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException absent) {
            return NEVER;
        }
    }

    /** Reads the file again if it has changed. Blocks for the length of a file read. */
    @Override
    public void refresh() {
        FileTime changedAt = changedAt(file);
        if (changedAt.equals(NEVER) || changedAt.equals(known.readAt())) {
            return;
        }
        try {
            known = Known.of(changedAt, RegistryFile.read(file));
            LOG.info("registry read anew: file={} keys={}", file, known.byKey().size());
        } catch (RegistryException unusable) {
            known = new Known(changedAt, known.byKey(), known.bySubscriber());
            LOG.warn("the changed registry is not used, the one before stays: {}", unusable.getMessage());
        }
    }

    @Override
    public Lookup find(KeyId keyId, Instant now) {
        Known current = known;
        Participant participant = current.byKey().get(keyId);
        if (participant == null) {
            return current.bySubscriber().containsKey(keyId.subscriberId())
                    ? new Lookup.KeyUnknown()
                    : new Lookup.SubscriberUnknown();
        }
        return Lookup.of(participant, now);
    }

    private Stream<Participant> of(String subscriberId) {
        return Objects.requireNonNullElse(known.bySubscriber().get(subscriberId), List.<Participant>of()).stream();
    }

    @Override
    public List<Participant> entries(String subscriberId, Instant now) {
        return of(subscriberId)
                .sorted(Comparator.comparing((Participant participant) ->
                                participant.validity().from())
                        .reversed())
                .toList();
    }

    @Override
    public Optional<Participant> reach(String subscriberId, Instant now) {
        return of(subscriberId)
                .filter(participant -> participant.validity().holds(now))
                .max(Comparator.comparing(participant -> participant.validity().from()));
    }
}
