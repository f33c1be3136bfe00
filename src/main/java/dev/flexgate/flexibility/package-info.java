/**
 * A grid operator's door: a need for less (or more) load is answered from the negotiation with a priced curve of what
 * the jobs can bear, an order moves the jobs and the money in one transaction, and every state is a record.
 */
@NullMarked
package dev.flexgate.flexibility;

import org.jspecify.annotations.NullMarked;
