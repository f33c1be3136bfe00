/** The operator's desk: jobs, plans, why a job runs when it runs, and what was forecast. */
@NullMarked
package dev.flexgate.console.work;

import org.jspecify.annotations.NullMarked;
