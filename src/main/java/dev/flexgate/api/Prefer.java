package dev.flexgate.api;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long somebody wants to wait for an answer: the header {@code Prefer} of RFC 7240, {@code wait} in seconds. */
final class Prefer {

    /** Unless said otherwise. */
    static final Duration USUAL = Duration.ofSeconds(10);

    /** Longer than this nobody is kept waiting, whatever is preferred: a connection has a deadline. */
    static final Duration LONGEST = Duration.ofSeconds(20);

    private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait\\s*=\\s*\"?(\\d{1,6})\"?(?=$|[,;\\s])");
    private static final Pattern ASYNC = Pattern.compile("(?:^|[,;\\s])respond-async(?=$|[,;\\s])");

    private static final String APPLIED = Prefer.class.getName();

    private Prefer() {}

    /** How long to wait; what cannot be read is not preferred, as RFC 7240 has it. */
    static Duration patience(RoutingContext context) {
        String said = String.join(",", context.request().headers().getAll("Prefer"));
        Matcher wait = WAIT.matcher(said);
        if (wait.find()) {
            Duration wanted = Duration.ofSeconds(Integer.parseInt(wait.group(1)));
            Duration applied = wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
            context.put(APPLIED, "wait=" + applied.toSeconds());
            return applied;
        }
        if (ASYNC.matcher(said).find()) {
            context.put(APPLIED, "respond-async");
            return Duration.ZERO;
        }
        return USUAL;
    }

    /** What was heeded of what was preferred, in the words of {@code Preference-Applied}. */
    static Optional<String> applied(RoutingContext context) {
        return Optional.ofNullable(context.get(APPLIED));
    }
}
