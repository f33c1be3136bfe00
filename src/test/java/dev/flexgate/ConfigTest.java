package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.Config.ConfigException;
import dev.flexgate.Config.DatabaseChoice;
import dev.flexgate.Config.Feeds;
import dev.flexgate.beckn.BecknLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ConfigTest {

    @Test
    void with_nothing_set_the_gateway_listens_on_loopback_with_its_own_database_and_live_feeds() {
        Config config = Config.fromEnvironment(Map.of());
        assertEquals(new Config.Listener("127.0.0.1", 8080), config.http());
        assertEquals(new Config.Listener("127.0.0.1", 8081), config.operations());
        assertEquals(new DatabaseChoice.Embedded(), config.database());
        assertEquals(Path.of("data"), config.dataFolder());
        assertTrue(config.feeds() instanceof Feeds.Live);
        assertEquals(Duration.ofMinutes(30), config.planning().interval());
        assertTrue(config.network().loopbackPeers());
    }

    @Test
    void peers_on_this_machine_are_off_once_the_gateway_listens_to_the_world() {
        assertFalse(Config.fromEnvironment(Map.of("FLEXGATE_HTTP_HOST", "0.0.0.0"))
                .network()
                .loopbackPeers());
    }

    @Test
    void a_replayed_series_is_a_choice_of_feed() {
        assertEquals(
                new Feeds.Replay(Path.of("series.csv.gz"), Optional.empty()),
                Config.fromEnvironment(Map.of("FLEXGATE_FEEDS", "replay:series.csv.gz"))
                        .feeds());
    }

    @Test
    void every_fault_is_named_with_its_variable_and_the_fix() {
        var refused = assertThrows(
                ConfigException.class,
                () -> Config.fromEnvironment(Map.of(
                        "FLEXGATE_HTTP_PORT", "eighty",
                        "FLEXGATE_FEEDS", "guess",
                        "FLEXGATE_SUBSCRIBER_URL", "nowhere",
                        "FLEXGATE_HTP_PORT", "80")));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("FLEXGATE_HTTP_PORT is 'eighty'; use a whole number from 1 to 65535"), message);
        assertTrue(message.contains("FLEXGATE_FEEDS is 'guess'; use live, simulated or replay:FILE"), message);
        assertTrue(message.contains("FLEXGATE_SUBSCRIBER_URL is not an absolute http or https address"), message);
        assertTrue(message.contains("FLEXGATE_HTP_PORT is not a setting"), message);
    }

    @Test
    void a_database_address_never_shows_its_password() {
        Config config =
                Config.fromEnvironment(Map.of("FLEXGATE_DATABASE_URL", "postgresql://u:secret@db:5432/flexgate"));
        assertFalse(config.toString().contains("secret"));
    }

    @Test
    void rates_of_the_network_are_settings_and_bounded() {
        BecknLimits.Rates rates = Config.fromEnvironment(Map.of(
                        "FLEXGATE_BECKN_RATE_PER_SOURCE", "10",
                        "FLEXGATE_BECKN_RATE_PER_PARTICIPANT", "5",
                        "FLEXGATE_BECKN_BURST_SECONDS", "3"))
                .network()
                .rates();
        assertEquals(new BecknLimits.Rate(10, 30), rates.perSource());
        assertEquals(new BecknLimits.Rate(5, 15), rates.perSubscriber());
        assertEquals(
                BecknLimits.DEFAULT.rates(),
                Config.fromEnvironment(Map.of()).network().rates());
        var refused = assertThrows(
                ConfigException.class,
                () -> Config.fromEnvironment(Map.of(
                        "FLEXGATE_BECKN_RATE_PER_SOURCE", "0",
                        "FLEXGATE_BECKN_BURST_SECONDS", "61",
                        "FLEXGATE_TRUSTED_PROXIES", "my-proxy",
                        "FLEXGATE_PROXY_HEADER", "x-real-ip")));
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("FLEXGATE_BECKN_RATE_PER_SOURCE is '0'"), message);
        assertTrue(message.contains("FLEXGATE_BECKN_BURST_SECONDS is '61'; use a whole number from 1 to 60"), message);
        assertTrue(message.contains("FLEXGATE_TRUSTED_PROXIES is not a list; write ranges"), message);
        assertTrue(message.contains("FLEXGATE_PROXY_HEADER is 'x-real-ip'; use x-forwarded-for or forwarded"), message);
    }

    @Test
    void operations_answer_under_any_name_only_when_other_machines_can_reach_them() {
        assertEquals(
                Set.of("localhost", "127.0.0.1", "[::1]"),
                Config.fromEnvironment(Map.of()).access().operations().hosts());
        assertEquals(
                Set.of(),
                Config.fromEnvironment(Map.of("FLEXGATE_OPERATIONS_HOST", "0.0.0.0"))
                        .access()
                        .operations()
                        .hosts());
        assertTrue(Config.fromEnvironment(Map.of(
                        "FLEXGATE_OPERATIONS_HOST", "0.0.0.0", "FLEXGATE_OPERATIONS_ALLOWED_HOSTS", "Ops.example.com"))
                .access()
                .operations()
                .hosts()
                .contains("ops.example.com"));
    }
}
