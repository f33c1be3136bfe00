package dev.flexgate.beckn.buyer;

import dev.flexgate.beckn.dialect.Dialect;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;

/**
 * A callback whose signature and envelope were checked.
 *
 * @param body the exact bytes
 * @param authorization the header that signs them, word for word
 * @param publicKey under which that was verified, base64
 * @param sha SHA-256 of the bytes
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are never compared
record Heard(
        String partner,
        String messageId,
        String transactionId,
        Action action,
        Dialect dialect,
        BecknMessage.Callback callback,
        byte[] body,
        String authorization,
        String publicKey,
        byte[] sha) {}
