package dev.flexgate;

import dev.flexgate.Config.Setting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads variables, remembers which, and gathers every fault instead of stopping at the first. */
final class Variables {

    private static final String PREFIX = "FLEXGATE_";

    /** Read by tests, by the logging and by the other commands, not by the gateway. */
    private static final List<String> READ_ELSEWHERE =
            List.of("FLEXGATE_SHARED", "FLEXGATE_LOG_LEVEL", "FLEXGATE_API_KEY", "FLEXGATE_URL");

    private final Map<String, String> environment;
    private final List<String> known = new ArrayList<>(READ_ELSEWHERE);
    private final List<String> faults = new ArrayList<>();
    private final Map<String, Setting> settings = new TreeMap<>();

    Variables(Map<String, String> environment) {
        this.environment = environment;
    }

    String text(String name, String otherwise) {
        known.add(name);
        String value = environment.get(name);
        boolean isSet = value != null && !value.isBlank();
        String effective = value == null || value.isBlank() ? otherwise : value.strip();
        settings.put(name, new Setting(effective, isSet ? "environment" : "default", otherwise));
        return effective;
    }

    /** Every setting asked for so far, by name; secrets hidden. */
    Map<String, Setting> settings() {
        return settings;
    }

    /** A secret, from the variable itself or from the file that {@code name_FILE} names. */
    String secret(String name) {
        String file = text(name + "_FILE", "");
        String value = text(name, "");
        settings.computeIfPresent(name, (_, setting) -> setting.hidden());
        if (file.isEmpty()) {
            return value;
        }
        if (!value.isEmpty()) {
            fault(name + " and " + name + "_FILE are both set; keep one");
        }
        try {
            return Files.readString(Path.of(file)).strip();
        } catch (IOException unreadable) {
            fault(name + "_FILE names '" + file + "', which cannot be read");
            return "";
        }
    }

    int port(String name, int otherwise) {
        return number(name, otherwise, 65_535);
    }

    /** Values with commas between; {@code form} says what one looks like. */
    <T> List<T> list(String name, Function<String, T> each, String form) {
        try {
            return Stream.of(text(name, "").split(","))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .map(each)
                    .toList();
        } catch (IllegalArgumentException malformed) {
            fault(name + " is not a list; write " + form);
            return List.of();
        }
    }

    int number(String name, int otherwise, int most) {
        String text = text(name, Integer.toString(otherwise));
        try {
            int number = Integer.parseInt(text);
            if (number >= 1 && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // Falls through to the same complaint as a number out of range.
        }
        fault(name + " is '" + text + "'; use a whole number from 1 to " + most);
        return otherwise;
    }

    boolean flag(String name, boolean otherwise) {
        String text = text(name, Boolean.toString(otherwise));
        if (!text.equals("true") && !text.equals("false")) {
            fault(name + " is '" + text + "'; use true or false");
        }
        return Boolean.parseBoolean(text);
    }

    URI uri(String name, String otherwise) {
        String text = text(name, otherwise);
        try {
            URI uri = URI.create(text);
            if (uri.isAbsolute() && uri.getHost() != null) {
                return uri;
            }
        } catch (IllegalArgumentException notAUri) {
            // Falls through to the same complaint as a relative one.
        }
        fault(name + " is not an absolute http or https address");
        return URI.create(otherwise);
    }

    Optional<Instant> instant(String name) {
        String text = text(name, "");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(text));
        } catch (DateTimeException notAMoment) {
            fault(name + " is '" + text + "'; use a moment in UTC such as 2026-10-25T00:00:00Z");
            return Optional.empty();
        }
    }

    void fault(String fault) {
        faults.add(fault);
    }

    /** A misspelt setting would otherwise be ignored in silence. */
    void refuseUnknown() {
        environment.keySet().stream()
                .filter(name -> name.startsWith(PREFIX) && !known.contains(name))
                .sorted()
                .forEach(name -> fault(name + " is not a setting"
                        + Spelling.nearest(name, known)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; see docs/reference/settings.md")));
    }

    void complain() {
        if (!faults.isEmpty()) {
            throw new Config.ConfigException(faults);
        }
    }
}
