/** Who sent these exact bytes: Beckn HTTP signatures in both directions, three lines or four. */
@NullMarked
package dev.flexgate.beckn.signature;

import org.jspecify.annotations.NullMarked;
