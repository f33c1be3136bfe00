package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknError;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * One generation of the protocol, as a pure codec. It is chosen by the shape of a message and remembered, so that
 * the answer is written as the question was.
 */
public interface Dialect {

    /** Stable: it is stored with every message. */
    String name();

    /** Whether {@code json} is written in this dialect, judged by its shape; both generations of 2.0.0 say so. */
    boolean speaks(JsonNode json);

    /** What can be asked for in it. */
    default List<Action> actions() {
        return Action.DEALS;
    }

    /** How {@code action} is called here, in paths and envelopes. */
    default String word(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    /** How its callback is called. */
    default String callbackWord(Action action) {
        return "on_" + word(action);
    }

    /** How {@code message} is called: the last part of the path that it is sent to. */
    default String word(BecknMessage message) {
        return switch (message) {
            case BecknMessage.Request request -> word(request.action());
            case BecknMessage.Callback callback -> callbackWord(callback.answers());
        };
    }

    /** The action that a path of this word asks for. */
    default Optional<Action> action(String word) {
        return actions().stream().filter(action -> word(action).equals(word)).findFirst();
    }

    /** The action that a path of this word answers. */
    default Optional<Action> answered(String callbackWord) {
        return actions().stream()
                .filter(action -> callbackWord(action).equals(callbackWord))
                .findFirst();
    }

    /** Reads a request that came to the path of {@code action}; refuses what is not one, with path and fix. */
    BecknMessage.Request readRequest(Action action, JsonNode json);

    /** Reads the callback to {@code action}; refuses what is not one, with path and fix. */
    BecknMessage.Callback readCallback(Action action, JsonNode json);

    ObjectNode write(BecknMessage message);

    /**
     * Names of the rules by which {@code json}, a request that was read, is understood although the official schema
     * of its generation does not admit it; in the order of the alphabet.
     */
    default List<String> tolerated(Action action, JsonNode json) {
        return List.of();
    }

    /** How this dialect writes a name of the envelope that the newest one writes as {@code lowerCamel}. */
    default String contextName(String lowerCamel) {
        return lowerCamel;
    }

    /** Says in {@code callback} which request it answers by the digest of its bytes, where the dialect has a place. */
    default void bind(ObjectNode callback, String requestDigest) {}

    /** The document over which filters of this dialect are written: {@code {"catalogs": [...]}}. */
    ObjectNode document(List<Catalog> catalogs);

    /** The message id of something that may not be a message at all, for its refusal. */
    Optional<String> messageId(JsonNode json);

    /** The synchronous answer to a message that was accepted. */
    ObjectNode ack(String messageId);

    /** The synchronous answer to a message that was refused; without an id when none could be read. */
    ObjectNode nack(Optional<String> messageId, BecknError error);

    /** Where the sender of an {@code action} wrote what stands in LTS at this JSONPath. */
    default String ownPath(Action action, String lts) {
        return lts;
    }

    /** A refusal as its sender can follow it: with the path in the message that it wrote. */
    default BecknError inOwnWords(Action action, BecknError error) {
        String path = error.details().get(BecknError.PATH);
        return path == null ? error : error.at(ownPath(action, path));
    }

    /** The HTTP status under which a refusal with this code is answered synchronously. */
    default int httpStatus(ErrorCode code) {
        return code.httpStatus();
    }
}
