package dev.flexgate.news;

import java.util.Map;
import java.util.stream.Stream;

/** Whether and how records of one type are told to those outside. */
sealed interface Telling {

    /** Nobody is told; {@code why} is for the reader of the table. */
    record Silent(String why) implements Telling {}

    /**
     * Told as an event.
     *
     * @param verbs by the outcome of the decision
     * @param otherwise the verb for an outcome that is not among them
     * @param sent whether it also goes to webhooks; what is told of webhooks' own deliveries does not, or each delivery
     *     would cause another
     */
    record Told(String noun, Topic topic, Audience audience, Map<String, String> verbs, String otherwise, boolean sent)
            implements Telling {

        public Told {
            verbs = Map.copyOf(verbs);
        }

        EventType type(String outcome) {
            return new EventType(noun, verbs.getOrDefault(outcome, otherwise));
        }

        Stream<EventType> types() {
            return Stream.concat(verbs.values().stream(), Stream.of(otherwise))
                    .distinct()
                    .sorted()
                    .map(verb -> new EventType(noun, verb));
        }
    }
}
