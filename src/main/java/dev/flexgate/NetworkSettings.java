package dev.flexgate;

import dev.flexgate.beckn.BecknLimits;
import dev.flexgate.beckn.BecknLimits.Rate;
import dev.flexgate.beckn.BecknLimits.Rates;
import dev.flexgate.beckn.share.ShareLimits;
import java.net.URI;
import java.nio.file.Path;

/**
 * Our identity on the Beckn network, and how often peers may speak to it.
 *
 * @param subscriberId our subscriber id
 * @param keyId name of our signing key in the registry
 * @param url where peers reach us
 * @param buyer who we are when we buy
 * @param registryFile participants
 * @param registry whom to ask about who is not in the file
 * @param rates how often an address and a participant may send
 * @param sharing what others are given of the catalogue
 * @param catalogService subscriber id of the service that is given our catalogue; empty for none
 * @param loopbackPeers whether peers on this machine may be called over plain HTTP: development only
 * @param openToAll whether who does not sign may search what is offered to everybody
 */
public record NetworkSettings(
        String subscriberId,
        String keyId,
        URI url,
        Buyer buyer,
        Path registryFile,
        RegistrySettings registry,
        Rates rates,
        ShareLimits sharing,
        String catalogService,
        boolean loopbackPeers,
        boolean openToAll) {

    /**
     * Our identity as a buyer: on the network a participant does one thing.
     *
     * @param subscriberId our subscriber id as a consumer
     * @param keyId name of its signing key in the registry
     * @param url where providers call back
     */
    public record Buyer(String subscriberId, String keyId, URI url) {}

    private static final int RATE_MAX = 1_000_000;
    private static final int BURST_SECONDS_MAX = 60;

    static NetworkSettings read(Variables variables, Config.Listener http, Path data) {
        String subscriberId = variables.text("FLEXGATE_SUBSCRIBER_ID", "bpp.flexgate.example");
        URI url = url(variables, http);
        return new NetworkSettings(
                subscriberId,
                variables.text("FLEXGATE_KEY_ID", "flexgate-1"),
                url,
                buyer(variables, subscriberId, url),
                Path.of(variables.text(
                        "FLEXGATE_REGISTRY_FILE", data.resolve("registry.json").toString())),
                RegistrySettings.read(variables),
                rates(variables),
                SharingSettings.read(variables),
                variables.text("FLEXGATE_CATALOG_SERVICE", ""),
                variables.flag("FLEXGATE_LOOPBACK_PEERS", http.isLoopback()),
                variables.flag("FLEXGATE_BROWSER_SEARCH", false));
    }

    static URI url(Variables variables, Config.Listener http) {
        return variables.uri("FLEXGATE_SUBSCRIBER_URL", "http://127.0.0.1:" + http.port() + "/beckn");
    }

    private static Buyer buyer(Variables variables, String subscriberId, URI url) {
        String name = variables.text(
                "FLEXGATE_BUYER_ID",
                subscriberId.startsWith("bpp.") ? "bap." + subscriberId.substring(4) : "bap." + subscriberId);
        if (name.equals(subscriberId)) {
            variables.fault("FLEXGATE_BUYER_ID is our name as a provider; a buyer has one of its own");
        }
        return new Buyer(
                name,
                variables.text("FLEXGATE_BUYER_KEY_ID", "flexgate-buyer-1"),
                variables.uri("FLEXGATE_BUYER_URL", url.toString().replaceAll("/+$", "") + "/bap"));
    }

    private static Rates rates(Variables variables) {
        Rates otherwise = BecknLimits.DEFAULT.rates();
        int perSource = variables.number(
                "FLEXGATE_BECKN_RATE_PER_SOURCE", otherwise.perSource().perSecond(), RATE_MAX);
        int perSubscriber = variables.number(
                "FLEXGATE_BECKN_RATE_PER_PARTICIPANT", otherwise.perSubscriber().perSecond(), RATE_MAX);
        int burst = variables.number("FLEXGATE_BECKN_BURST_SECONDS", Rate.BURST_SECONDS, BURST_SECONDS_MAX);
        return new Rates(
                Rate.of(perSource, burst),
                Rate.of(perSubscriber, burst),
                variables.number("FLEXGATE_BECKN_RATE_COUNTERS", otherwise.countersMax(), RATE_MAX));
    }
}
