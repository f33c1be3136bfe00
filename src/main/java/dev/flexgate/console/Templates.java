package dev.flexgate.console;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.util.Map;

/** The compiled templates of {@code src/main/jte}. */
final class Templates {

    private static final String PACKAGE = "dev.flexgate.console.jte";

    private final TemplateEngine engine =
            TemplateEngine.createPrecompiled(null, ContentType.Html, Templates.class.getClassLoader(), PACKAGE);

    String html(String template, Frame frame, Object page) {
        var html = new StringOutput();
        engine.render(template, Map.of("frame", frame, "page", page), html);
        return html.toString();
    }
}
