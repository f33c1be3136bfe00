package dev.flexgate.market;

import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;

/**
 * What a buyer asks a price for.
 *
 * @param conversation who asks, in which session
 * @param slot the slot that was found
 * @param window whole half-hours inside the slot
 * @param power IT power wanted throughout
 */
public record QuoteRequest(Conversation conversation, SlotId slot, Interval window, Power power) {}
