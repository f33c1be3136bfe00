/** What learning and forecasting cost. */
@NullMarked
package dev.flexgate.forecast;

import org.jspecify.annotations.NullMarked;
