/**
 * When and where work would be done best: the best windows of a zone, and all regions ranked for a job. Answers rest on
 * forecasts that were issued and kept, are computed in exact decimals, and say what they do not know.
 */
@NullMarked
package dev.flexgate.placement;

import org.jspecify.annotations.NullMarked;
