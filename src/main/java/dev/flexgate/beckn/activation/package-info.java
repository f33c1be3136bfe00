/** A grid operator activates us over the network: its orders become ours, and ours are reported in its words. */
@NullMarked
package dev.flexgate.beckn.activation;

import org.jspecify.annotations.NullMarked;
