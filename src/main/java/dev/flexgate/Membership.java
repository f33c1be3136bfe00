package dev.flexgate;

import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.registry.CallbackSigning;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.beckn.registry.Participant.Role;
import dev.flexgate.beckn.registry.Participant.Validity;
import dev.flexgate.beckn.registry.RegistryFile;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.identity.Signer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Keeps a participant's own line in the registry file true: its url and its key. */
public final class Membership {

    /** How long a key is valid from the moment it is entered. */
    private static final Duration LIFE = Duration.ofDays(365);

    private Membership() {}

    /** Enters the node, or renews its line when the url or the key changed or half its life is over. */
    static void enter(Path registry, BecknNode node, Instant now) {
        enter(
                registry,
                node.sender().keyId(),
                Role.BPP,
                node.url(),
                node.sender().signer(),
                now);
    }

    /** Enters a participant into the registry at {@code file}, its keys at a former address go; others stay. */
    public static void enter(Path file, KeyId keyId, Role role, URI url, Signer signer, Instant now) {
        List<Participant> participants = new ArrayList<>(Files.exists(file) ? RegistryFile.read(file) : List.of());
        boolean isCurrent = participants.stream()
                .anyMatch(each -> each.keyId().equals(keyId)
                        && each.url().equals(url)
                        && each.key().equals(signer.publicKey())
                        && each.validity().until().isAfter(now.plus(LIFE.dividedBy(2))));
        if (isCurrent) {
            return;
        }
        participants.removeIf(each -> each.keyId().equals(keyId) || hasMoved(each, keyId, url));
        participants.add(new Participant(
                keyId,
                role,
                url,
                signer.publicKey(),
                new Validity(now.minus(Duration.ofMinutes(1)), now.plus(LIFE), false),
                Set.of(),
                CallbackSigning.THREE_LINES));
        RegistryFile.write(file, participants);
    }

    private static boolean hasMoved(Participant entry, KeyId keyId, URI url) {
        return entry.subscriberId().equals(keyId.subscriberId()) && !entry.url().equals(url);
    }
}
