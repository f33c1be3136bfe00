package dev.flexgate.beckn.registry;

import dev.flexgate.beckn.signature.DigestPrefix;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.identity.PublicKey32;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * One key of a participant. A participant that rotates its keys has several of these, which agree in everything
 * but key and validity.
 *
 * @param keyId whose key, and which
 * @param role what it does on the network
 * @param url where it is called; nothing in a message can change it
 * @param key its public key
 * @param validity when the key may be believed
 * @param networks the networks it is a member of; empty for any
 * @param callbackSigning how it wants our answers signed
 * @param digest how it wants their digest named; empty for as in its own requests, or as everybody does
 * @param dialect the generation to speak with it, by name; empty for the one that is found out
 * @param noCallback how it is told, and tells, that no callback will follow; empty where that is not known
 */
public record Participant(
        KeyId keyId,
        Role role,
        URI url,
        PublicKey32 key,
        Validity validity,
        Set<String> networks,
        CallbackSigning callbackSigning,
        Optional<DigestPrefix> digest,
        Optional<String> dialect,
        Optional<NoCallback> noCallback) {

    /** One of which nothing more is written down. */
    public Participant(
            KeyId keyId,
            Role role,
            URI url,
            PublicKey32 key,
            Validity validity,
            Set<String> networks,
            CallbackSigning callbackSigning) {
        this(
                keyId,
                role,
                url,
                key,
                validity,
                networks,
                callbackSigning,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** What stands for the networks of one that its registry says is a member of none. */
    static final String NO_NETWORK = "-";

    /** Which side of a trade; a gateway passes on what others signed. */
    public enum Role {
        BAP,
        BPP,
        BG
    }

    /**
     * When a key may be believed.
     *
     * @param from first moment
     * @param until first moment after
     * @param revoked never again, whatever the time
     */
    public record Validity(Instant from, Instant until, boolean revoked) {

        public Validity {
            if (!from.isBefore(until)) {
                throw new IllegalArgumentException("a key must be valid from a moment before it ends");
            }
        }

        /** Whether it is good then. */
        public boolean holds(Instant now) {
            return !revoked && !now.isBefore(from) && now.isBefore(until);
        }
    }

    public Participant {
        networks = Set.copyOf(networks);
    }

    public String subscriberId() {
        return keyId.subscriberId();
    }
}
