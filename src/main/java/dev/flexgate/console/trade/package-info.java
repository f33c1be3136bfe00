/** Buying and what was bought: catalogue, slot, the three steps of a purchase, orders with every message. */
@NullMarked
package dev.flexgate.console.trade;

import org.jspecify.annotations.NullMarked;
