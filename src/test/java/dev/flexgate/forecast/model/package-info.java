@NullMarked
package dev.flexgate.forecast.model;

import org.jspecify.annotations.NullMarked;
