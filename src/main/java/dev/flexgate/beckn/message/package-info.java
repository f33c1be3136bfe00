/** What two Beckn participants say to each other, whatever dialect they write it in: messages, contracts, errors. */
@NullMarked
package dev.flexgate.beckn.message;

import org.jspecify.annotations.NullMarked;
