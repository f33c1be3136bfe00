package dev.flexgate.execution;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.identity.WebhookKey;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.OutboundException;
import dev.flexgate.wire.OutboundHttp;
import dev.flexgate.wire.StrictJson;
import dev.flexgate.workload.SiteId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The executors of all sites, read once at start. A site without one is told over REST, by whoever asks there. */
public final class Executors {

    static final int EXECUTORS_MAX = 1_000;

    private static final int SECRETS_MAX = 2;
    private static final Set<String> FIELDS = Set.of("siteId", "url", "secretFiles");

    private final Map<SiteId, Executor> bySite;

    private Executors(Map<SiteId, Executor> bySite) {
        this.bySite = Map.copyOf(bySite);
    }

    public static Executors none() {
        return new Executors(Map.of());
    }

    public static Executors of(List<Executor> executors) {
        var bySite = new LinkedHashMap<SiteId, Executor>();
        for (Executor executor : executors) {
            if (bySite.put(executor.site(), executor) != null) {
                throw new ExecutorFileException("site " + executor.site() + " has two executors: keep one");
            }
        }
        return new Executors(bySite);
    }

    /**
     * Reads {@code {"executors": [{"siteId": ..., "url": ..., "secretFiles": [...]}]}}; paths of secrets are relative
     * to the file. Addresses are judged now, so that a bad one is refused before it is needed.
     *
     * @throws ExecutorFileException when it cannot be used
     */
    public static Executors read(Path file, OutboundHttp outbound) {
        JsonNode root = parse(file);
        JsonNode list = root.path("executors");
        if (!root.isObject() || root.size() != 1 || !list.isArray() || list.size() > EXECUTORS_MAX) {
            throw new ExecutorFileException("write {\"executors\": [...]} with at most " + EXECUTORS_MAX + " entries");
        }
        List<Executor> executors = new ArrayList<>();
        for (int index = 0; index < list.size(); index++) {
            executors.add(executor(list.get(index), "/executors/" + index, file));
        }
        executors.forEach(executor -> requireAllowed(executor, outbound));
        return of(executors);
    }

    public Optional<Executor> find(SiteId site) {
        return Optional.ofNullable(bySite.get(site));
    }

    public Set<SiteId> sites() {
        return bySite.keySet();
    }

    private static Executor executor(JsonNode entry, String pointer, Path file) {
        entry.fieldNames().forEachRemaining(name -> {
            if (!FIELDS.contains(name)) {
                throw new ExecutorFileException(pointer + "/" + name + " is not a field; use " + FIELDS);
            }
        });
        return new Executor(
                site(entry, pointer), address(entry, pointer), secrets(entry.path("secretFiles"), pointer, file));
    }

    private static SiteId site(JsonNode entry, String pointer) {
        try {
            return new SiteId(entry.path("siteId").asText());
        } catch (IllegalArgumentException bad) {
            throw new ExecutorFileException(pointer + "/siteId must name a site, such as \"south-wales\"");
        }
    }

    private static URI address(JsonNode entry, String pointer) {
        try {
            return URI.create(
                    entry.path("url").textValue() == null
                            ? ""
                            : entry.path("url").textValue());
        } catch (IllegalArgumentException bad) {
            throw new ExecutorFileException(
                    pointer + "/url must be an address, such as \"https://site.example/dispatch\"");
        }
    }

    private static List<WebhookKey.Secret> secrets(JsonNode files, String pointer, Path file) {
        if (!files.isMissingNode() && (!files.isArray() || files.size() > SECRETS_MAX)) {
            throw new ExecutorFileException(
                    pointer + "/secretFiles must be a list of at most " + SECRETS_MAX + " files");
        }
        List<WebhookKey.Secret> secrets = new ArrayList<>();
        for (JsonNode each : files) {
            Path secret = file.resolveSibling(each.asText());
            try {
                secrets.add(WebhookKey.Secret.parse(
                        Files.readString(secret, StandardCharsets.UTF_8).strip()));
            } catch (IOException | IllegalArgumentException bad) {
                throw new ExecutorFileException(
                        pointer + "/secretFiles: " + each.asText() + " must hold whsec_ and base64 of 24 to 64 bytes");
            }
        }
        return secrets;
    }

    private static void requireAllowed(Executor executor, OutboundHttp outbound) {
        try {
            outbound.requireAllowed(executor.url().toString());
        } catch (OutboundException refused) {
            throw new ExecutorFileException("the executor of " + executor.site() + " may not be called ("
                    + refused.getMessage() + "); use https, or list its network in FLEXGATE_EXECUTOR_NETWORKS");
        }
    }

    private static JsonNode parse(Path file) {
        try {
            return StrictJson.parse(Files.readAllBytes(file));
        } catch (JsonRefusedException refused) {
            throw new ExecutorFileException(
                    file.getFileName() + " is not JSON as it should be: " + refused.getMessage());
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + file, broken);
        }
    }
}
