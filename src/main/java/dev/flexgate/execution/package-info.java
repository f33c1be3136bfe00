/**
 * Where a promise meets machines: instructions carried to the executor of each site over HTTP, as signed CloudEvents,
 * and its answers carried back.
 *
 * <p>Path of an instruction: {@code DispatchPost} promises it to the outbox in the transaction that issues it;
 * {@code ExecutorCourier} signs and sends it; {@code ExecutorAnswer} reads what the site decided; what the site has
 * not decided yet it tells later, over REST.
 */
@NullMarked
package dev.flexgate.execution;

import org.jspecify.annotations.NullMarked;
