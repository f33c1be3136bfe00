package dev.flexgate;

import dev.flexgate.beckn.registry.RegistryChoice;
import java.util.Base64;
import java.util.Set;

/**
 * The registry of the network.
 *
 * @param choice whom to ask
 * @param networks of which a peer must be a member of one; empty for any
 * @param subscribe whether to enter ourselves there
 * @param domain under which
 * @param encryptionKey the registry's public X25519 key, base64, for its challenge; empty for none
 * @param signingKey the registry's public Ed25519 key, base64, with which its challenge must be signed; empty for
 *     none
 */
public record RegistrySettings(
        RegistryChoice choice,
        Set<String> networks,
        boolean subscribe,
        String domain,
        String encryptionKey,
        String signingKey) {

    private static final int KEY_BYTES = 32;

    public RegistrySettings {
        networks = Set.copyOf(networks);
    }

    static RegistrySettings read(Variables variables) {
        var settings = new RegistrySettings(
                choice(variables),
                Set.copyOf(variables.list("FLEXGATE_NETWORKS", text -> text, "network ids with commas between them")),
                variables.flag("FLEXGATE_REGISTRY_SUBSCRIBE", false),
                variables.text("FLEXGATE_REGISTRY_DOMAIN", "beckn.one:DEG:compute-energy:1.0"),
                variables.text("FLEXGATE_REGISTRY_ENCRYPTION_KEY", ""),
                variables.text("FLEXGATE_REGISTRY_SIGNING_KEY", ""));
        if (settings.subscribe()
                && (!(settings.choice() instanceof RegistryChoice.Lookups) || !isKey(settings.encryptionKey()))) {
            variables.fault("FLEXGATE_REGISTRY_SUBSCRIBE needs FLEXGATE_REGISTRY=lookup:URL and"
                    + " FLEXGATE_REGISTRY_ENCRYPTION_KEY, the base64 of the registry's 32-byte X25519 key");
        }
        if (!settings.signingKey().isEmpty() && !isKey(settings.signingKey())) {
            variables.fault("FLEXGATE_REGISTRY_SIGNING_KEY must be the base64 of a 32-byte Ed25519 key");
        }
        return settings;
    }

    private static boolean isKey(String base64) {
        try {
            return Base64.getDecoder().decode(base64).length == KEY_BYTES;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static RegistryChoice choice(Variables variables) {
        String text = variables.text("FLEXGATE_REGISTRY", "file");
        try {
            return RegistryChoice.parse(text);
        } catch (IllegalArgumentException wrong) {
            variables.fault("FLEXGATE_REGISTRY is '" + text + "'; write file, lookup:https://HOST/PATH or"
                    + " dedi:https://fabric.nfh.global/registry/dedi");
            return new RegistryChoice.FileOnly();
        }
    }
}
