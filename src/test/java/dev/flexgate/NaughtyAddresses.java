package dev.flexgate;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What can be read, asked for with naughty strings in its path and its query; and what that must come to. */
public final class NaughtyAddresses {

    /** A harmless word, whose fate naughty ones share or are refused for their form. */
    public static final String WORD = "harmless";

    /** What of the corpus is sent; empty for a sample of it. */
    public static final String CORPUS = System.getProperty("flexgate.corpus", "");

    /** Where several addresses have a part of the same name, the first gets all strings and each other so many. */
    private static final int STRIDE = 13;

    private static final int LINE_MAX = 4_096;
    private static final int REFUSAL_MAX = 4_096;

    /** Nothing of how the gateway is made may show. */
    private static final Pattern ENTRAILS = Pattern.compile(
            "Exception|java\\.|\\tat |dev\\.flexgate|io\\.vertx|SQLSTATE|/home/|jdbc", Pattern.CASE_INSENSITIVE);

    private NaughtyAddresses() {}

    /**
     * A part of an address that whoever asks fills in.
     *
     * @param path with the names of its parts in braces
     * @param name of a part of the path, or of the query where the path has no such part
     * @param companions what else the query must have, as it is sent; empty for nothing
     * @param form whether a text is of the form that is asked for there
     */
    public record Place(String path, String name, String companions, Predicate<String> form) {

        boolean isInPath() {
            return path.contains("{" + name + "}");
        }

        /** The address with this text in this place, and a harmless word in every other. */
        String with(String text) {
            String filled = isInPath() ? path.replace("{" + name + "}", encoded(text)) : path;
            String plain = filled.replaceAll("\\{[A-Za-z]+}", WORD);
            List<String> query = new ArrayList<>();
            if (!companions.isEmpty()) {
                query.add(companions);
            }
            if (!isInPath()) {
                query.add(name + "=" + encoded(text));
            }
            return query.isEmpty() ? plain : plain + "?" + String.join("&", query);
        }

        @Override
        public String toString() {
            return path + " " + name;
        }
    }

    /** One question. */
    public record Asked(Place place, String text) {

        /** Path and query. */
        public String target() {
            return place.with(text);
        }

        @Override
        public String toString() {
            return place + " = " + (text.length() > 60 ? text.substring(0, 60) + "..." : text);
        }
    }

    /** What was answered. */
    public record Heard(int status, String mediaType, String body) {}

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8).replace("+", "%20");
    }

    /** All that is asked in these places. */
    public static List<Asked> all(List<Place> places) {
        List<String> naughty = NaughtyStrings.all();
        Set<String> seen = new HashSet<>();
        return places.stream()
                .flatMap(place -> {
                    int every = seen.add(place.name() + place.isInPath()) ? 1 : STRIDE;
                    return IntStream.iterate(seen.size() % every, at -> at < naughty.size(), at -> at + every)
                            .mapToObj(at -> new Asked(place, naughty.get(at)));
                })
                .toList();
    }

    /** Some of it by a fixed seed, or all of it with {@code -Dflexgate.corpus}. */
    public static List<Asked> sampled(List<Place> places, int sample) {
        var shuffled = new ArrayList<>(all(places));
        Collections.shuffle(shuffled, new Random(20261121));
        return !CORPUS.isEmpty() ? shuffled : shuffled.subList(0, Math.min(sample, shuffled.size()));
    }

    /** The forms of OpenAPI that a text can have or not have. */
    public static Predicate<String> form(JsonNode schema) {
        if (schema.has("enum")) {
            List<String> words = StreamSupport.stream(schema.path("enum").spliterator(), false)
                    .map(JsonNode::asText)
                    .toList();
            return words::contains;
        }
        return switch (schema.path("type").asText() + schema.path("format").asText()) {
            case "integer" -> text -> text.matches("-?[0-9]{1,9}");
            case "number" -> text -> text.matches("-?[0-9]{1,20}(\\.[0-9]{1,20})?");
            case "stringuuid" -> text -> parses(() -> UUID.fromString(text));
            case "stringdate-time" -> text -> parses(() -> OffsetDateTime.parse(text));
            default -> _ -> true;
        };
    }

    private static boolean parses(Runnable reading) {
        try {
            reading.run();
            return true;
        } catch (IllegalArgumentException | DateTimeException wrong) {
            return false;
        }
    }

    /**
     * What is wrong with what came of it.
     *
     * @param harmless the status that the harmless word was answered with in the same place
     */
    public static Stream<String> faults(Asked asked, Heard heard, int harmless) {
        return Stream.of(status(asked, heard.status(), harmless), said(asked, heard))
                .filter(fault -> !fault.isEmpty())
                .map(fault -> asked + ": " + fault + " [" + heard.status() + "]");
    }

    private static String status(Asked asked, int status, int harmless) {
        String target = asked.target();
        boolean path = asked.place().isInPath();
        if (status >= 500) {
            return "broke us";
        }
        if ("GET  HTTP/1.1".length() + target.length() > LINE_MAX) {
            return status == 414 ? "" : "too long and not refused as that";
        }
        if (path ? target.contains("%") : target.contains("%00")) {
            return status == 400 ? "" : "no path or query has this and it was not refused";
        }
        if (!asked.text().isBlank() && !asked.place().form().test(asked.text())) {
            boolean refused =
                    status == 400 || status == 422 || (path && status == 404) || (status == harmless && status >= 400);
            return refused ? "" : "is not of the form and was not refused";
        }
        // A word that is none is refused for its form, found nowhere, or means nothing; one that is empty is unsaid.
        boolean lawful =
                status == harmless || Set.of(200, 303, 400, 404, 405, 422).contains(status);
        return lawful ? "" : "fares otherwise than a harmless word, " + harmless;
    }

    private static String said(Asked asked, Heard heard) {
        boolean page = heard.mediaType().startsWith("text/html");
        if (heard.status() >= 400 && !page && heard.body().length() > REFUSAL_MAX) {
            return "says too much";
        }
        if (heard.status() >= 400 && ENTRAILS.matcher(heard.body()).find()) {
            return "tells of itself: " + heard.body();
        }
        if (heard.status() >= 400
                && asked.text().length() > 100
                && heard.body().contains(asked.text().substring(0, 100))) {
            return "repeats what was sent";
        }
        boolean markup = asked.text().length() > 8 && asked.text().matches("(?s).*<[a-zA-Z!/].*");
        return page && markup && heard.body().contains(asked.text()) ? "puts markup into the page" : "";
    }
}
