/** Buying from a partner: what may be asked of it, whoever asks and over whatever network it is carried. */
@NullMarked
package dev.flexgate.purchase;

import org.jspecify.annotations.NullMarked;
