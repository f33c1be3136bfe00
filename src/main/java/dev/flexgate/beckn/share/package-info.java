/**
 * Our catalogue as others keep it: who subscribes to it is told what has changed, who asks for it gets the whole of it,
 * and who only looks finds it by network and type.
 */
@NullMarked
package dev.flexgate.beckn.share;

import org.jspecify.annotations.NullMarked;
