/** Tests of the REST interface. */
@NullMarked
package dev.flexgate.api;

import org.jspecify.annotations.NullMarked;
