/**
 * How much carbon and money a tenant's jobs may cause in a month: counted as it is planned and as it turns out, warned of
 * once at each threshold, forecast to its end, and where the tenant wants it so kept by holding new jobs back.
 */
@NullMarked
package dev.flexgate.budget;

import org.jspecify.annotations.NullMarked;
