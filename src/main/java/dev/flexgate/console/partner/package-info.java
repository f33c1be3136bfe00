/** What we buy of others, and who keeps a copy of what we sell. */
@NullMarked
package dev.flexgate.console.partner;

import org.jspecify.annotations.NullMarked;
