package dev.flexgate.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code flexgate tenants}: who on the network the tenants are. */
@Command(
        name = "tenants",
        description = "Say which participants of the network a tenant is, so that it sees their orders.")
final class TenantsCommand extends RestCommand {

    private static final Table LIST =
            Table.of("PARTICIPANT", "/participant", "TENANT", "/tenant", "SINCE", "/changedAt", "BY KEY", "/changedBy");

    @Command(name = "ls", description = "List participants that are a tenant's.")
    int ls(@Mixin Paging paging) {
        return list(query("/api/v1/tenants", "after", paging.after, "limit", paging.limitText()), "participants", LIST);
    }

    @Command(name = "bind", description = "Let a tenant see what is a participant's.")
    int bind(
            @Parameters(paramLabel = "TENANT") String tenant,
            @Parameters(paramLabel = "PARTICIPANT", description = "Subscriber id.") String participant) {
        return show(ask(rest -> rest.put(place(tenant, participant))));
    }

    @Command(name = "part", description = "Let it see that no more.")
    int part(
            @Parameters(paramLabel = "TENANT") String tenant,
            @Parameters(paramLabel = "PARTICIPANT") String participant) {
        return show(ask(rest -> rest.delete(place(tenant, participant))));
    }

    private static String place(String tenant, String participant) {
        return "/api/v1/tenants/" + segment(tenant) + "/participants/" + segment(participant);
    }

    private static String segment(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
