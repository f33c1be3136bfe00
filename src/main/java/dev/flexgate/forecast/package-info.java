/**
 * From readings to series with bands: a provider's forecast where there is one, our own beyond it, and only
 * what was known at the moment of issue; every issue is stored and can be read again.
 */
@NullMarked
package dev.flexgate.forecast;

import org.jspecify.annotations.NullMarked;
