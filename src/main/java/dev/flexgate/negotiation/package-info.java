/**
 * The heart: job, energy and policy agents agree on a plan by prices. A {@link dev.flexgate.negotiation.Problem}
 * goes in, an {@link dev.flexgate.negotiation.Agreement} comes out: a feasible plan, the prices behind it, and
 * a proven bound on how much better any plan could be. Pure: no clock, no input or output, no threads of its own
 * beyond a parallel sum; the same input and seed give the same bytes on any number of shards.
 *
 * <p>Inside, power is whole watts and work whole watt-periods (one watt for one period), so that demand adds up
 * exactly in any order; prices announced are whole micro-units of currency per MWh.
 */
@NullMarked
package dev.flexgate.negotiation;

import org.jspecify.annotations.NullMarked;
