package dev.flexgate.api;

import dev.flexgate.wire.Problem;
import dev.flexgate.wire.ProblemCode;
import dev.flexgate.wire.ProblemException;
import io.vertx.ext.web.RoutingContext;

/** The header by which a caller says which version it has read. */
final class IfMatch {

    private IfMatch() {}

    /**
     * The version in the header, from 0.
     *
     * @param read where its ETag can be read
     * @throws ProblemException {@code VERSION_REQUIRED} without the header, {@code VERSION_STALE} when it is no ETag of ours
     */
    static long version(RoutingContext context, String read) {
        String header = context.request().getHeader("If-Match");
        if (header == null) {
            throw new ProblemException(
                    Problem.of(ProblemCode.VERSION_REQUIRED, "send the ETag of " + read + " as If-Match"));
        }
        if (!header.matches("\"(0|[1-9]\\d{0,17})\"")) {
            throw new ProblemException(Problem.of(ProblemCode.VERSION_STALE, "If-Match is not an ETag of " + read));
        }
        return Long.parseLong(header.substring(1, header.length() - 1));
    }
}
