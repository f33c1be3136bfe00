package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.identity.access.KeyText;
import dev.flexgate.wire.Json;
import java.security.SecureRandom;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate keys}: who may call. */
@Command(name = "keys", description = "Make, list, rotate and revoke API keys.")
final class KeysCommand extends RestCommand {

    private static final Table LIST = Table.of(
            "KEY",
            "/keyId",
            "TENANT",
            "/tenant",
            "LABEL",
            "/label",
            "SCOPES",
            "/scopes",
            "LAST USED",
            "/lastUsedAt",
            "EXPIRES",
            "/expiresAt",
            "REVOKED",
            "/revokedAt");

    @Command(name = "create", description = "Make a key; it is printed once, alone on stdout.")
    int create(
            @Option(names = "--tenant", defaultValue = "operator", description = "Whose (default operator).")
                    String tenant,
            @Option(names = "--scope", required = true, split = ",", description = "Such as jobs:write or admin.")
                    List<String> scopes,
            @Option(names = "--label", defaultValue = "command line", description = "What it is for.") String label,
            @Option(names = "--expires", defaultValue = "", description = "When it ends, with its offset from UTC.")
                    String expires) {
        ObjectNode body = Json.object().put("label", label).put("tenant", tenant);
        var list = body.putArray("scopes");
        scopes.forEach(list::add);
        if (!expires.isEmpty()) {
            body.put("expiresAt", expires);
        }
        return reveal(ask(rest -> rest.post("/api/v1/keys", Json.bytes(body))));
    }

    private int reveal(JsonNode made) {
        if (options().output() != FlexGateCommand.Output.TABLE) {
            return show(made);
        }
        err().println("key " + made.path("keyId").asText() + " of "
                + made.path("tenant").asText() + "; it cannot be shown again:");
        out().println(made.path("key").asText());
        out().flush();
        return ExitCode.DONE.code();
    }

    @Command(name = "generate", description = "Print a new key for FLEXGATE_ADMIN_KEY_FILE; asks no gateway.")
    int generate() {
        out().println(KeyText.random(new SecureRandom()).reveal());
        out().flush();
        return ExitCode.DONE.code();
    }

    @Command(name = "ls", description = "List keys.")
    int ls(@Mixin Paging paging) {
        return list(query("/api/v1/keys", "after", paging.after, "limit", paging.limitText()), "keys", LIST);
    }

    @Command(name = "rotate", description = "Make a successor; the key itself ends after the overlap.")
    int rotate(
            @Parameters(paramLabel = "KEY") String id,
            @Option(names = "--overlap", defaultValue = "PT24H", description = "At most 7 days (default PT24H).")
                    String overlap) {
        return reveal(ask(rest -> rest.post(query("/api/v1/keys/" + id + ":rotate", "overlap", overlap), new byte[0])));
    }

    @Command(name = "revoke", description = "End a key at once.")
    int revoke(@Parameters(paramLabel = "KEY") String id) {
        return show(ask(rest -> rest.post("/api/v1/keys/" + id + ":revoke", new byte[0])));
    }
}
