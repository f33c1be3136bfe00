/** Tests of the filters that consumers write. */
@NullMarked
package dev.flexgate.beckn.discovery;

import org.jspecify.annotations.NullMarked;
