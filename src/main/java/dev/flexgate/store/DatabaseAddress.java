package dev.flexgate.store;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Where a PostgreSQL database listens and who logs in.
 *
 * @param port 1 to 65535
 * @param password empty when the server asks for none; never printed
 */
public record DatabaseAddress(String host, int port, String database, String user, String password) {

    /** The port of PostgreSQL when a URL names none. */
    public static final int DEFAULT_PORT = 5432;

    public DatabaseAddress {
        if (host.isBlank() || database.isBlank() || user.isBlank()) {
            throw new IllegalArgumentException("a database address needs host, database and user");
        }
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("not a port: " + port);
        }
    }

    /**
     * Reads {@code postgresql://user:password@host:port/database} (percent-encoding where needed); parameters
     * after {@code ?} are refused rather than ignored.
     */
    public static DatabaseAddress parse(String url) {
        try {
            return of(new URI(url));
        } catch (URISyntaxException | IllegalArgumentException malformed) {
            // The URL itself stays out of the message and of the cause: it holds the password.
            throw new IllegalArgumentException("not of the form postgresql://user:password@host:port/database");
        }
    }

    private static DatabaseAddress of(URI url) {
        boolean ours = List.of("postgresql", "postgres").contains(String.valueOf(url.getScheme()));
        boolean whole = url.getHost() != null
                && url.getRawUserInfo() != null
                && url.getRawPath().startsWith("/");
        if (!ours || !whole || url.getRawQuery() != null) {
            throw new IllegalArgumentException("incomplete");
        }
        String[] login = url.getRawUserInfo().split(":", 2);
        return new DatabaseAddress(
                url.getHost().replaceAll("[\\[\\]]", ""),
                url.getPort() == -1 ? DEFAULT_PORT : url.getPort(),
                decoded(url.getRawPath().substring(1)),
                decoded(login[0]),
                login.length == 2 ? decoded(login[1]) : "");
    }

    /** The same server and login, another database. */
    public DatabaseAddress withDatabase(String other) {
        return new DatabaseAddress(host, port, other, user, password);
    }

    private static String decoded(String raw) {
        return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "postgresql://" + user + "@" + host + ":" + port + "/" + database;
    }
}
