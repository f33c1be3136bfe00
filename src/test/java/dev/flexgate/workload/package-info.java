/** What the workload room promises. */
@NullMarked
package dev.flexgate.workload;

import org.jspecify.annotations.NullMarked;
