package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a provider says about a refusal, fit for a log: one short line, and none of our keys even if it repeats them. */
record Told(List<String> secrets) {

    private static final int LENGTH_MAX = 120;

    /** Longer bodies are pages for people, not messages. */
    private static final int BODY_MAX = 4_096;

    /** Where the providers of docs/reference/feeds.md put their words. */
    private static final List<String> PLACES =
            List.of("/error/message", "/error", "/message", "/detail", "/errorMessage", "/title", "");

    static final Told NOTHING_SECRET = new Told(List.of());

    Told {
        secrets = secrets.stream().filter(each -> !each.isEmpty()).toList();
    }

    /** {@code status 403}, with the provider's own words where it has any. */
    String of(int status, byte[] body) {
        String words = body.length > BODY_MAX ? "" : words(body);
        return "status " + status + (words.isEmpty() ? "" : ": " + line(words));
    }

    /** One printable line of {@code text} without any key. */
    String line(String text) {
        String clean = text;
        for (String secret : secrets) {
            clean = clean.replace(secret, "***").replace(URLEncoder.encode(secret, StandardCharsets.UTF_8), "***");
        }
        clean = clean.replaceAll("[^ -~]+", " ").strip();
        return clean.length() > LENGTH_MAX ? clean.substring(0, LENGTH_MAX) + "..." : clean;
    }

    private static String words(byte[] body) {
        try {
            JsonNode json = StrictJson.parse(body);
            return PLACES.stream()
                    .map(json::at)
                    .filter(JsonNode::isTextual)
                    .map(JsonNode::textValue)
                    .findFirst()
                    .orElse("");
        } catch (JsonRefusedException notJson) {
            return "";
        }
    }

    /** How many secrets there are: never what they are. */
    @Override
    public String toString() {
        return "Told[" + secrets.size() + " hidden]";
    }
}
