/** Flexibility bought by grid operators: needs, offers, orders, and their dispatch to the sites. */
@NullMarked
package dev.flexgate.flexibility;

import org.jspecify.annotations.NullMarked;
