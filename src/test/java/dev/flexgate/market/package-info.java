/** Tests of the marketplace. */
@NullMarked
package dev.flexgate.market;

import org.jspecify.annotations.NullMarked;
