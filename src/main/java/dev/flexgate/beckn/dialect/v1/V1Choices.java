package dev.flexgate.beckn.dialect.v1;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage.Choices;
import dev.flexgate.beckn.message.Choice;
import dev.flexgate.wire.Json;
import java.util.ArrayList;
import java.util.List;

/** The calls of the Meta API of 1.1.1: which reasons and categories there are. Only this generation asks for them. */
final class V1Choices {

    /**
     * RATING_CATEGORIES_WANT_RETURN_REASONS: the official schema of {@code rating_categories} requires reasons to give
     * things back in it. They are written there, and not missed when they are not.
     */
    private static final String RETURN_REASONS = "return_reasons";

    private V1Choices() {}

    /** The member of the message that holds them, which is also the word of the callback. */
    static String word(Action action) {
        return action.label();
    }

    static ObjectNode write(Choices choices) {
        ObjectNode message = Json.object();
        ArrayNode list = message.putArray(word(choices.answers()));
        if (choices.answers() == Action.RATING_CATEGORIES) {
            choices.choices().forEach(choice -> list.add(choice.code()));
            message.putArray(RETURN_REASONS);
            return message;
        }
        for (Choice choice : choices.choices()) {
            ObjectNode option = list.addObject().put("id", choice.code());
            option.putObject("descriptor").put("code", choice.code()).put("name", choice.name());
        }
        return message;
    }

    static List<Choice> read(Action action, JsonNode message) {
        var choices = new ArrayList<Choice>();
        for (JsonNode each : message.path(word(action))) {
            choices.add(
                    each.isTextual()
                            ? new Choice(each.asText(), "")
                            : new Choice(
                                    each.path("id")
                                            .asText(each.at("/descriptor/code").asText()),
                                    each.at("/descriptor/name").asText()));
        }
        return choices;
    }
}
