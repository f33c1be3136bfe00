/**
 * Turns open jobs, sites and forecasts into the standing plan: agents on the event bus negotiate, what they agree
 * is re-checked exactly, stored with its certificate and transcript, and can be explained, priced against and
 * replayed.
 */
@NullMarked
package dev.flexgate.planning;

import org.jspecify.annotations.NullMarked;
