package dev.flexgate;

import dev.flexgate.AccessSettings.AdminKey;
import dev.flexgate.Config.ConfigException;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.identity.KeyFolder;
import dev.flexgate.identity.access.AccessGate;
import dev.flexgate.identity.access.ApiKeys;
import dev.flexgate.identity.access.KeyAnswer;
import dev.flexgate.identity.access.KeyLimits;
import dev.flexgate.identity.access.KeyText;
import dev.flexgate.identity.access.Sessions;
import dev.flexgate.store.Database;
import dev.flexgate.wire.IngressLimits;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;

/** Wires who is let in: keys, sessions, and the gate in front of the network listener. */
final class AccessDoor implements AutoCloseable {

    private final Config config;
    private final ApiKeys keys;
    private final Sessions sessions;

    private AccessDoor(Config config, ApiKeys keys, Sessions sessions) {
        this.config = config;
        this.keys = keys;
        this.sessions = sessions;
    }

    /** @throws ConfigException when nobody could be kept out although the gateway is to listen to the world */
    static AccessDoor open(
            Config config,
            Database database,
            AuditLog audit,
            KeyFolder folder,
            SecureRandom random,
            InstantSource clock) {
        var records = new KeyRecords(audit, new Actor(config.network().subscriberId(), "access"));
        var keys = new ApiKeys(database, records, random, clock, KeyLimits.DEFAULT);
        var sessions = new Sessions(
                folder.loadOrCreate("session"), random, clock, config.access().secureCookies());
        keys.start();
        var door = new AccessDoor(config, keys, sessions);
        try {
            door.enterAdminKey();
            door.refuseOpenWorld();
            return door;
        } catch (RuntimeException unusable) {
            door.close();
            throw unusable;
        }
    }

    private void enterAdminKey() {
        if (!(config.access().adminKey() instanceof AdminKey.InFile(Path file))) {
            return;
        }
        KeyText text = KeyText.parse(read(file))
                .orElseThrow(() -> fault("FLEXGATE_ADMIN_KEY_FILE: " + file
                        + " holds no API key; make one with: flexgate keys generate > " + file));
        if (keys.enter(text) instanceof KeyAnswer.Refused refused) {
            throw fault("FLEXGATE_ADMIN_KEY_FILE: " + refused.detail()
                    + "; put a new one there with: flexgate keys generate > " + file);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException unreadable) {
            throw fault("FLEXGATE_ADMIN_KEY_FILE names '" + file + "', which cannot be read");
        }
    }

    private void refuseOpenWorld() {
        if (!keys.configured() && !config.http().isLoopback()) {
            throw fault("FLEXGATE_HTTP_HOST is '" + config.http().host()
                    + "' and there are no API keys, so that anybody could do anything; either make a key with:"
                    + " flexgate keys generate > FILE, and set FLEXGATE_ADMIN_KEY_FILE to FILE; or start once on"
                    + " 127.0.0.1 and run: flexgate keys create --scope admin");
        }
    }

    private static ConfigException fault(String fault) {
        return new ConfigException(List.of(fault));
    }

    ApiKeys keys() {
        return keys;
    }

    Sessions sessions() {
        return sessions;
    }

    AccessGate gate(MeterRegistry meters) {
        return new AccessGate(keys, sessions, config.access().rates(), meters);
    }

    /** What the network listener accepts: JSON and tables for programs, forms for pages, under our own names alone. */
    IngressLimits ingress() {
        return IngressLimits.DEFAULT
                .withHosts(config.access().hosts())
                .withProxies(config.access().proxies())
                .withMediaTypes(Set.of("application/json", "application/x-www-form-urlencoded", "text/csv"));
    }

    @Override
    public void close() {
        keys.close();
    }
}
