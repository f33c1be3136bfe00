/**
 * The Beckn edge: messages arrive signed, are accepted durably before they are acknowledged, are decided by the
 * market, and are answered by signed callbacks.
 */
@NullMarked
package dev.flexgate.beckn;

import org.jspecify.annotations.NullMarked;
