package dev.flexgate.beckn;

import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.beckn.signature.KeyId;
import dev.flexgate.beckn.signature.SignatureHeader;
import dev.flexgate.beckn.signature.Signatures;
import dev.flexgate.identity.PublicKey32;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Proves again, from what an audit record keeps, that a counterparty signed a message: from the exact bytes, its
 * header word for word, and the key that the registry had for it. Whether the signature was still valid then is
 * compared with the time of the record.
 */
public final class BecknEvidence {

    private BecknEvidence() {}

    /**
     * What is wrong with the evidence; empty when it holds.
     *
     * @param request the role {@code request} of the record
     * @param authorization the role {@code authorization} of the record
     * @param sender {@code protocol.sender} of the record
     * @param senderKey {@code protocol.senderKey} of the record, base64
     */
    public static Optional<String> fault(byte[] request, byte[] authorization, String sender, String senderKey) {
        try {
            SignatureHeader header = SignatureHeader.parse(new String(authorization, StandardCharsets.UTF_8));
            KeyId keyId = header.keyId();
            if (!keyId.subscriberId().equals(sender)) {
                return Optional.of("signed by " + keyId.subscriberId() + ", not by " + sender);
            }
            Signatures.verify(header, request, PublicKey32.ofBase64(senderKey));
            return Optional.empty();
        } catch (RefusedException refused) {
            return Optional.of(refused.error().message());
        } catch (IllegalArgumentException unreadable) {
            return Optional.of("the key is no Ed25519 key");
        }
    }
}
