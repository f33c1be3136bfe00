package dev.flexgate.wire;

import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.stream.Stream;

/** Keeps what is said to somebody from repeating at length what it has sent. */
public final class Echo {

    /** Of what is longer so much is repeated: enough to find it by. */
    private static final int SHOWN_MAX = 60;

    private Echo() {}

    /** {@code said}, in which nothing of the path and the query of this request stands at length. */
    public static String brief(String said, RoutingContext context) {
        String brief = said;
        for (String sent :
                sent(context).filter(each -> each.length() > SHOWN_MAX).toList()) {
            brief = brief.replace(sent, sent.substring(0, sent.offsetByCodePoints(0, shown(sent))) + "...");
        }
        return brief;
    }

    private static Stream<String> sent(RoutingContext context) {
        Stream<String> query = context.queryParams().entries().stream().map(Map.Entry::getValue);
        return Stream.concat(context.pathParams().values().stream(), query)
                .flatMap(each -> Stream.of(each, each.strip()));
    }

    private static int shown(String text) {
        return Math.min(SHOWN_MAX, text.codePointCount(0, text.length()));
    }
}
