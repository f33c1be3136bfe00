/** The front door: configuration, wiring by constructor, and the start of the gateway. */
@NullMarked
package dev.flexgate;

import org.jspecify.annotations.NullMarked;
