/** Tests of the negotiation: feasibility, bounds, determinism and the reference instances. */
@NullMarked
package dev.flexgate.negotiation;

import org.jspecify.annotations.NullMarked;
