/** Tests of the registry. */
@NullMarked
package dev.flexgate.beckn.registry;

import org.jspecify.annotations.NullMarked;
