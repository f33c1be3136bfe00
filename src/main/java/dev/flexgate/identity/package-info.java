/** Who signs and who has signed: Ed25519 by the fastest provider that works, keys at rest, published keys. */
@NullMarked
package dev.flexgate.identity;

import org.jspecify.annotations.NullMarked;
