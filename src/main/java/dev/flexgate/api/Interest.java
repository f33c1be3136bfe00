package dev.flexgate.api;

import dev.flexgate.news.Event;
import dev.flexgate.news.Topic;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a listener follows: {@code order} for a whole topic, {@code order.ID} for one subject of it; nothing named means
 * everything.
 */
record Interest(Set<Topic> topics, Set<String> subjects) {

    private static final int NAMED_MAX = 50;

    static Interest parse(String text) {
        if (text.isBlank()) {
            return new Interest(Set.of(Topic.values()), Set.of());
        }
        Set<Topic> topics = new HashSet<>();
        Set<String> subjects = new HashSet<>();
        String[] names = text.split(",", NAMED_MAX + 1);
        if (names.length > NAMED_MAX) {
            throw new IllegalArgumentException("topics: at most " + NAMED_MAX);
        }
        for (String name : names) {
            int dot = name.indexOf('.');
            Topic topic = topic(dot < 0 ? name : name.substring(0, dot));
            if (dot < 0) {
                topics.add(topic);
            } else {
                subjects.add(subject(topic, name.substring(dot + 1)));
            }
        }
        return new Interest(Set.copyOf(topics), Set.copyOf(subjects));
    }

    private static Topic topic(String word) {
        return Topic.of(word.strip())
                .orElseThrow(() -> new IllegalArgumentException("topics: '" + word + "' is none; there are "
                        + Stream.of(Topic.values()).map(Topic::word).collect(Collectors.joining(", "))));
    }

    private static String subject(Topic topic, String id) {
        return topic.word() + "." + id.strip();
    }

    boolean covers(Event event) {
        return topics.contains(event.topic())
                || (!subjects.isEmpty()
                        && subjects.contains(subject(
                                event.topic(),
                                event.subject().substring(event.subject().indexOf('/') + 1))));
    }
}
