/** Tests of the Beckn edge over real HTTP, with a hand-written counterparty. */
@NullMarked
package dev.flexgate.beckn;

import org.jspecify.annotations.NullMarked;
