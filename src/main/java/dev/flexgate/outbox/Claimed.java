package dev.flexgate.outbox;

import java.util.UUID;

/**
 * A message that this dispatcher may try once.
 *
 * @param lease proves the right to say how the attempt ended
 * @param attempt number of this attempt over all lives
 * @param tries attempts since the promise or the last resend, this one included
 */
record Claimed(OutgoingMessage message, UUID lease, int attempt, int tries) {}
