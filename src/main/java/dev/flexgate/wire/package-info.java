/**
 * The wire: the strict JSON gate, canonical JSON, digests, problem details, the guard before every inbound
 * request and the guarded client behind every outbound one.
 */
@NullMarked
package dev.flexgate.wire;

import org.jspecify.annotations.NullMarked;
