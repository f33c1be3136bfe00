package dev.flexgate;

import dev.flexgate.identity.access.Rates;
import dev.flexgate.wire.Cidr;
import dev.flexgate.wire.IngressLimits;
import dev.flexgate.wire.Proxies;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Who is let in.
 *
 * @param hosts what a request may call us in its {@code Host} header, lower-case, without port
 * @param operationsHosts the same on the listener for operations; empty for any
 * @param proxies whose word on where a request comes from is taken
 * @param adminKey the first administrator's key
 * @param rates how often anybody may ask
 * @param secureCookies whether browsers reach us by TLS
 */
public record AccessSettings(
        Set<String> hosts,
        Set<String> operationsHosts,
        Proxies proxies,
        AdminKey adminKey,
        Rates rates,
        boolean secureCookies) {

    private static final List<String> THIS_MACHINE = List.of("localhost", "127.0.0.1", "[::1]");

    private static final String HOSTS = "host names without port, with commas between them";

    /** Where the first administrator's key comes from. */
    public sealed interface AdminKey {

        /** It is made by the command line while the gateway listens to this machine alone. */
        record ByCommand() implements AdminKey {}

        /** A file that holds it and nothing else. */
        record InFile(Path file) implements AdminKey {}
    }

    public AccessSettings {
        hosts = Set.copyOf(hosts);
        operationsHosts = Set.copyOf(operationsHosts);
    }

    /** What the listener for operations accepts. */
    IngressLimits operations() {
        return IngressLimits.DEFAULT.withHosts(operationsHosts).withProxies(proxies);
    }

    static AccessSettings read(Variables variables, Config.Listener http, Config.Listener operations) {
        URI url = NetworkSettings.url(variables, http);
        var hosts = new LinkedHashSet<>(THIS_MACHINE);
        hosts.add(String.valueOf(url.getHost()).toLowerCase(Locale.ROOT));
        hosts.addAll(hosts(variables, "FLEXGATE_ALLOWED_HOSTS"));
        String adminKey = variables.text("FLEXGATE_ADMIN_KEY_FILE", "");
        int perKey =
                variables.number("FLEXGATE_RATE_PER_KEY", Rates.DEFAULT.perKey().perSecond(), 1_000_000);
        int perSource = variables.number(
                "FLEXGATE_RATE_PER_SOURCE", Rates.DEFAULT.perSource().perSecond(), 1_000_000);
        return new AccessSettings(
                hosts,
                operationsHosts(variables, operations),
                proxies(variables),
                adminKey.isEmpty() ? new AdminKey.ByCommand() : new AdminKey.InFile(Path.of(adminKey)),
                Rates.perSecond(perKey, perSource),
                variables.flag("FLEXGATE_SECURE_COOKIES", "https".equalsIgnoreCase(url.getScheme())));
    }

    /** Probes of an orchestrator name the address of the container, which nobody knows beforehand. */
    private static Set<String> operationsHosts(Variables variables, Config.Listener operations) {
        Set<String> named = hosts(variables, "FLEXGATE_OPERATIONS_ALLOWED_HOSTS");
        if (named.isEmpty() && !operations.isLoopback()) {
            return Set.of();
        }
        var hosts = new LinkedHashSet<>(THIS_MACHINE);
        hosts.addAll(named);
        return hosts;
    }

    private static Set<String> hosts(Variables variables, String name) {
        return variables.list(name, text -> text.toLowerCase(Locale.ROOT), HOSTS).stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Proxies proxies(Variables variables) {
        List<Cidr> ranges = variables.list(
                "FLEXGATE_TRUSTED_PROXIES", Cidr::parse, "ranges such as 10.7.0.0/16, with commas between them");
        String header = variables.text("FLEXGATE_PROXY_HEADER", Proxies.Header.X_FORWARDED_FOR.word());
        return Proxies.Header.of(header)
                .map(known -> new Proxies(ranges, known))
                .orElseGet(() -> {
                    variables.fault(
                            "FLEXGATE_PROXY_HEADER is '" + header + "'; use x-forwarded-for or forwarded, whichever the"
                                    + " proxy writes itself and does not pass on");
                    return Proxies.NONE;
                });
    }
}
