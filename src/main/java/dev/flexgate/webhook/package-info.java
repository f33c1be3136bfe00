/**
 * Tells outside parties what happened: their subscriptions, and signed deliveries after Standard Webhooks 1.0.0 with a
 * CloudEvents 1.0 body, promised through the outbox, at least once, in no promised order.
 */
@NullMarked
package dev.flexgate.webhook;

import org.jspecify.annotations.NullMarked;
