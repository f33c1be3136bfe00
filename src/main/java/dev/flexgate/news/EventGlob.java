package dev.flexgate.news;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which kinds of events are wanted: a name in which {@code *} stands for one word, or, at the end, for all that
 * follow. {@code *} alone wants everything, {@code flex.order.*} everything about orders.
 */
public record EventGlob(String text) {

    public static final int LENGTH_MAX = 100;

    private static final Pattern FORM = Pattern.compile("(\\*|[a-z0-9-]+)(\\.(\\*|[a-z0-9-]+))*");

    /**
     * Takes what a subscriber wrote.
     *
     * @throws IllegalArgumentException when it is no glob, or wants nothing that can ever happen
     */
    public EventGlob {
        if (text.length() > LENGTH_MAX || !FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an event type; write words between dots, * for any word");
        }
        Pattern pattern = pattern(text);
        if (EventTable.types().stream()
                .noneMatch(type -> pattern.matcher(type.name()).matches())) {
            throw new IllegalArgumentException("'" + text + "' matches no event type that FlexGate sends");
        }
    }

    public boolean matches(EventType type) {
        return pattern(text).matcher(type.name()).matches();
    }

    private static Pattern pattern(String text) {
        boolean open = text.equals("*") || text.endsWith(".*");
        String closed = open ? text.substring(0, text.length() - 1) : text;
        String words = closed.chars()
                .mapToObj(each -> switch (each) {
                    case '*' -> "[a-z0-9-]+";
                    case '.' -> "\\.";
                    default -> Character.toString(each);
                })
                .collect(Collectors.joining());
        return Pattern.compile(words + (open ? "[a-z0-9.-]+" : ""));
    }

    @Override
    public String toString() {
        return text;
    }
}
