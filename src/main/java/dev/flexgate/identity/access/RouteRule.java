package dev.flexgate.identity.access;

import java.util.regex.Pattern;

/**
 * One line of the table: who may come through which routes.
 *
 * @param method such as {@code GET}, which HEAD shares
 * @param path such as {@code /api/v1/jobs/{jobId}:cancel}; a name in braces stands for one segment up to a colon, a
 *     closing {@code /**} for the place itself and everything below it
 * @param access who
 */
public record RouteRule(String method, String path, Access access) {

    boolean covers(String askedMethod, Pattern pattern, String askedPath) {
        String meant = askedMethod.equals("HEAD") ? "GET" : askedMethod;
        return method.equals(meant) && pattern.matcher(askedPath).matches();
    }

    /** The paths that are meant, as a regular expression. */
    Pattern pattern() {
        boolean below = path.endsWith("/**");
        String exact = below ? path.substring(0, path.length() - "/**".length()) : path;
        var expression = new StringBuilder();
        int from = 0;
        for (var name = NAME.matcher(exact); name.find(); from = name.end()) {
            expression
                    .append(Pattern.quote(exact.substring(from, name.start())))
                    .append("[^/:]+");
        }
        expression.append(Pattern.quote(exact.substring(from)));
        return Pattern.compile(expression + (below ? "(/.*)?" : "/?"));
    }

    private static final Pattern NAME = Pattern.compile("\\{[A-Za-z]+}");
}
