/** Tests of what grid operators of the network are told. */
@NullMarked
package dev.flexgate.beckn.activation;

import org.jspecify.annotations.NullMarked;
