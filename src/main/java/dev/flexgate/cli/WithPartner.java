package dev.flexgate.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import picocli.CommandLine.Option;

/** Of whom is bought. */
final class WithPartner {

    @Option(names = "--partner", required = true, description = "Subscriber id of the partner, or SUBSCRIBER|KEY.")
    String partner = "";

    @Option(
            names = "--dialect",
            defaultValue = "",
            description = "2.0.0-lts, 2.0.0-rc1-deg or 1.1.1; else the one that is configured or found out.")
    String dialect = "";

    ObjectNode body() {
        ObjectNode body = Json.object().put("partner", partner);
        if (!dialect.isEmpty()) {
            body.put("dialect", dialect);
        }
        return body;
    }
}
