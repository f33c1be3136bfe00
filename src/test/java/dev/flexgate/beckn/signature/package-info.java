/** Tests of Beckn signatures against published and derived vectors. */
@NullMarked
package dev.flexgate.beckn.signature;

import org.jspecify.annotations.NullMarked;
