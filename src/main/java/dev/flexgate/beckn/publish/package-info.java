/** Our catalogue is given to a catalogue service of the network, and what it makes of it is heard. */
@NullMarked
package dev.flexgate.beckn.publish;

import org.jspecify.annotations.NullMarked;
