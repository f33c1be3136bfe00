package dev.flexgate.api;

import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/** The version that a caller has read, as the ETag of what is counted in versions. */
final class Match {

    private Match() {}

    static String etag(int version) {
        return "\"" + version + "\"";
    }

    /** What {@code If-Match} names; empty without one. */
    static Optional<Integer> of(RoutingContext context) {
        String header = context.request().getHeader("If-Match");
        if (header == null) {
            return Optional.empty();
        }
        if (!header.matches("\"\\d{1,9}\"")) {
            throw new ProblemException(Problem.of(ProblemCode.VERSION_STALE, "If-Match is not an ETag of this"));
        }
        return Optional.of(Integer.parseInt(header.substring(1, header.length() - 1)));
    }

    /** What to say when {@code what} stands at another version; 0 for none. */
    static Answer stale(RoutingContext context, String what, int stands) {
        return new Answer.Refused(Problem.of(
                of(context).isPresent() ? ProblemCode.VERSION_STALE : ProblemCode.VERSION_REQUIRED,
                stands == 0 ? "there is no such " + what : "the " + what + " stands at version " + stands));
    }
}
