/** What is expected of the audit log: published vectors, faults, and an auditor who trusts nobody. */
@NullMarked
package dev.flexgate.audit;

import org.jspecify.annotations.NullMarked;
