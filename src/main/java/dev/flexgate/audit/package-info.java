/**
 * Every decision of the house as one signed record, in one Merkle tree that nobody can rewrite unseen: records,
 * sequencer, signed checkpoints, proofs, and bundles that an outsider checks without us.
 */
@NullMarked
package dev.flexgate.audit;

import org.jspecify.annotations.NullMarked;
