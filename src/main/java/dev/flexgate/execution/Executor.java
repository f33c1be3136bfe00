package dev.flexgate.execution;

import dev.flexgate.identity.WebhookKey;
import dev.flexgate.workload.SiteId;
import java.net.URI;
import java.util.List;

/**
 * Who carries out instructions at a site, as its operator configured it.
 *
 * @param url where instructions are sent
 * @param secrets shared with it, which sign beside the gateway's key; two while one takes the other's place
 */
public record Executor(SiteId site, URI url, List<WebhookKey.Secret> secrets) {

    public Executor {
        secrets = List.copyOf(secrets);
    }
}
