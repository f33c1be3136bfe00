/** Tests of the dialects against the official schemas. */
@NullMarked
package dev.flexgate.beckn.dialect;

import org.jspecify.annotations.NullMarked;
