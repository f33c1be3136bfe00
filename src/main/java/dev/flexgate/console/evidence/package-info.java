/** Audit: find a record, read it, and verify it in the browser without believing the gateway. */
@NullMarked
package dev.flexgate.console.evidence;

import org.jspecify.annotations.NullMarked;
