/** Who is on the network, with which keys and at which address: the only source of keys and callback addresses. */
@NullMarked
package dev.flexgate.beckn.registry;

import org.jspecify.annotations.NullMarked;
