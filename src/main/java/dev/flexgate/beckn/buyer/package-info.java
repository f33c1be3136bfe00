/** The consumer side of the network: what we buy of others is asked, correlated, kept and recorded here. */
@NullMarked
package dev.flexgate.beckn.buyer;

import org.jspecify.annotations.NullMarked;
