/**
 * A simulated site: an executor that answers as it is told to, and a meter whose readings follow from the planned
 * load, the instructions it took and seeded noise. For demonstrations and tests; nothing here is measured.
 */
@NullMarked
package dev.flexgate.execution.simulated;

import org.jspecify.annotations.NullMarked;
