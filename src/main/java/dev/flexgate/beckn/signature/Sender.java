package dev.flexgate.beckn.signature;

import dev.flexgate.identity.Signer;

/**
 * A participant that signs: ourselves on either side of the network.
 *
 * @param subscriberId the name under which the registry knows us
 * @param signer our key; its id is the registry's unique key id
 */
public record Sender(String subscriberId, Signer signer) {

    public KeyId keyId() {
        return new KeyId(subscriberId, signer.keyId());
    }
}
