package dev.flexgate.beckn;

import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Memo;
import dev.flexgate.market.OrderId;

/**
 * An order as the network knows it.
 *
 * @param subscriber who buys
 * @param dialect in which it writes
 * @param request the last message that shaped the order
 */
record KeptOrder(OrderId id, String subscriber, String dialect, BecknMessage.Request request, Memo memo) {}
