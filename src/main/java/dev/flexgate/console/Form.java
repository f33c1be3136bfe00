package dev.flexgate.console;

import io.vertx.ext.web.MIMEHeader;
import java.util.List;
import java.util.stream.Stream;

/** In which form facts can be had: for eyes, for programs, or for a terminal. */
public enum Form {
    HTML,
    JSON,
    TEXT;

    static Form of(String word) {
        return switch (word) {
            case "html" -> HTML;
            case "json" -> JSON;
            case "text" -> TEXT;
            default -> throw new IllegalArgumentException("as is html, json or text");
        };
    }

    /** The first that a request accepts, in its order of preference; a page for whoever does not care. */
    static Form accepted(List<MIMEHeader> accept) {
        return accept.stream()
                .map(each -> each.component() + "/" + each.subComponent())
                .flatMap(type -> switch (type) {
                    case "text/html", "application/xhtml+xml", "*/*", "text/*" -> Stream.of(HTML);
                    case "application/json" -> Stream.of(JSON);
                    case "text/plain" -> Stream.of(TEXT);
                    default -> Stream.<Form>empty();
                })
                .findFirst()
                .orElse(HTML);
    }
}
