package dev.flexgate;

import dev.flexgate.feed.Catalogue;
import dev.flexgate.forecast.Pace;
import dev.flexgate.wire.Cidr;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The whole configuration, parsed once from the environment and checked as a whole: nothing half-configured can
 * exist. Every name starts with {@code FLEXGATE_}; {@code docs/reference/settings.md} lists them.
 *
 * @param http where the network and the people come in
 * @param operations where health and metrics are read
 * @param database which database
 * @param dataFolder what must survive a restart: keys, registry, embedded database
 * @param catalogFolder sites, jobs, policies and offers written by the operator
 * @param network who we are on the Beckn network
 * @param feeds where forecasts come from
 * @param weather where weather forecasts come from
 * @param rewrite who may retell explanations
 * @param forecasting how often to forecast and to learn
 * @param planning how often and how long to plan
 * @param access who is let in
 * @param executors who carries out instructions at the sites
 * @param testClock where the test clock begins; empty for real time
 * @param callbacks whom we may call back, and how patiently
 * @param keeping for how long what is over is kept
 */
public record Config(
        Listener http,
        Listener operations,
        DatabaseChoice database,
        Path dataFolder,
        Path catalogFolder,
        NetworkSettings network,
        Feeds feeds,
        WeatherSettings weather,
        RewriteSettings rewrite,
        Pace forecasting,
        Planning planning,
        AccessSettings access,
        Executors executors,
        Optional<Instant> testClock,
        Callbacks callbacks,
        Keeping keeping) {

    /** An address to listen on. */
    public record Listener(String host, int port) {

        boolean isLoopback() {
            return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("::1");
        }
    }

    /** Which database to use. */
    public sealed interface DatabaseChoice {

        /** FlexGate starts its own PostgreSQL in the data folder. */
        record Embedded() implements DatabaseChoice {}

        /**
         * A PostgreSQL of the operator's.
         *
         * @param url {@code postgresql://user:password@host:port/database}; a secret, never logged
         */
        record External(String url) implements DatabaseChoice {

            @Override
            public String toString() {
                return "External[url=hidden]";
            }
        }
    }

    /** Where forecasts come from. */
    public sealed interface Feeds {

        /** Who is asked about which zone, and what foreign money is worth, where a file says so. */
        Optional<Path> plan();

        /** The providers' live interfaces; a labelled simulation stands in while they are unreachable. */
        record Live(
                URI carbonIntensity,
                URI octopus,
                String agileProduct,
                Optional<Path> plan,
                ProviderKeys keys,
                Duration history)
                implements Feeds {}

        /** The built-in simulation alone. */
        record Simulated(Optional<Path> plan) implements Feeds {}

        /** A measured series of the past, shifted onto today. */
        record Replay(Path file, Optional<Path> plan) implements Feeds {}
    }

    /** Keys of providers, by the name of their setting; secrets, never logged. */
    public record ProviderKeys(Map<String, String> bySetting) {

        public ProviderKeys {
            bySetting = Map.copyOf(bySetting);
        }

        @Override
        public String toString() {
            return "ProviderKeys[hidden]";
        }
    }

    /**
     * Whom we may call back at an address that they chose.
     *
     * @param ranges of addresses that may be called although they are not public
     * @param ports that may be called beside 443
     * @param webhooksPerTenant subscriptions of one tenant
     * @param webhookPatience after how long without one success a subscription is disabled
     */
    public record Callbacks(List<Cidr> ranges, Set<Integer> ports, int webhooksPerTenant, Duration webhookPatience) {

        Set<Integer> allPorts() {
            return Stream.concat(Stream.of(443), ports.stream()).collect(Collectors.toUnmodifiableSet());
        }
    }

    /**
     * For how long what is over is kept: never shorter than anything is still settled, corrected or asked about.
     *
     * @param plans after they stood
     * @param proposals after they could be applied no more; no longer than plans, against which they were made
     * @param purchases after they last changed
     * @param forecasts after they were issued; no shorter than plans, which are replayed with them
     * @param feeds what providers told, after it became known; no shorter than plans, which are judged by it
     */
    public record Keeping(Duration plans, Duration proposals, Duration purchases, Duration forecasts, Duration feeds) {

        private static final int DAYS = 400;

        /** A model looks back 400 days, and values are told a little before and after they hold. */
        private static final int FEEDS_DAYS = 430;

        private static final int PROPOSALS_DAYS = 90;
        private static final int DAYS_MIN = 35;
        private static final int DAYS_MAX = 36_500;

        private static Keeping of(Variables variables) {
            Duration plans = days(variables, "FLEXGATE_KEEP_PLANS_DAYS", DAYS, DAYS_MIN);
            int plansDays = Math.toIntExact(plans.toDays());
            return new Keeping(
                    plans,
                    proposals(variables, plansDays),
                    days(variables, "FLEXGATE_KEEP_PURCHASES_DAYS", DAYS, DAYS_MIN),
                    days(variables, "FLEXGATE_KEEP_FORECASTS_DAYS", Math.max(DAYS, plansDays), plansDays),
                    days(variables, "FLEXGATE_KEEP_FEEDS_DAYS", Math.max(FEEDS_DAYS, plansDays), plansDays));
        }

        private static Duration proposals(Variables variables, int plansDays) {
            int days = variables.number("FLEXGATE_KEEP_PROPOSALS_DAYS", Math.min(PROPOSALS_DAYS, plansDays), DAYS_MAX);
            if (days > plansDays) {
                variables.fault("FLEXGATE_KEEP_PROPOSALS_DAYS is " + days + "; use at most " + plansDays
                        + ", as long as plans are kept");
            }
            return Duration.ofDays(days);
        }

        private static Duration days(Variables variables, String name, int usual, int least) {
            int days = variables.number(name, usual, DAYS_MAX);
            if (days < least) {
                variables.fault(name + " is " + days + "; use " + least + " or more");
            }
            return Duration.ofDays(days);
        }
    }

    /** How planning is paced. */
    public record Planning(Duration interval, int shards) {}

    /**
     * Who carries out instructions at the sites.
     *
     * @param choice where their addresses are written
     * @param networks that are not public and may be called all the same
     */
    public record Executors(ExecutorChoice choice, List<Cidr> networks) {

        public Executors {
            networks = List.copyOf(networks);
        }
    }

    /** Where the addresses of executors are written. */
    public sealed interface ExecutorChoice {

        /** Nowhere: sites ask for their instructions over REST. */
        record AskedOverRest() implements ExecutorChoice {}

        /** In a file. */
        record InFile(Path file) implements ExecutorChoice {}
    }

    /** Settings that cannot be used: every fault with the name of its variable and the fix. */
    public static final class ConfigException extends RuntimeException {

        private static final long serialVersionUID = 1;

        ConfigException(List<String> faults) {
            super("the configuration cannot be used:\n  " + String.join("\n  ", faults));
        }
    }

    /**
     * One setting as it would be used.
     *
     * @param shown its value; hidden when it is a secret
     * @param origin {@code environment} or {@code default}
     * @param otherwise its default
     */
    public record Setting(String shown, String origin, String otherwise) {

        Setting hidden() {
            return new Setting(shown.isEmpty() ? "" : "(hidden)", origin, otherwise);
        }
    }

    /** Every setting by name, as {@link #fromEnvironment} would use it. */
    public static Map<String, Setting> settings(Map<String, String> environment) {
        var variables = new Variables(environment);
        var _ = read(variables);
        return variables.settings();
    }

    /**
     * The configuration that these variables spell.
     *
     * @throws ConfigException that names every fault at once
     */
    public static Config fromEnvironment(Map<String, String> environment) {
        return read(new Variables(environment));
    }

    private static Config read(Variables variables) {
        Listener http = new Listener(
                variables.text("FLEXGATE_HTTP_HOST", "127.0.0.1"), variables.port("FLEXGATE_HTTP_PORT", 8080));
        Listener operations = new Listener(
                variables.text("FLEXGATE_OPERATIONS_HOST", "127.0.0.1"),
                variables.port("FLEXGATE_OPERATIONS_PORT", 8081));
        Path data = Path.of(variables.text("FLEXGATE_DATA_DIR", "data"));
        var config = new Config(
                http,
                operations,
                database(variables),
                data,
                Path.of(variables.text("FLEXGATE_CATALOG_DIR", "catalog")),
                NetworkSettings.read(variables, http, data),
                feeds(variables),
                WeatherSettings.read(variables),
                RewriteSettings.read(variables),
                Pace.of(
                                Duration.ofMinutes(variables.number("FLEXGATE_FORECAST_INTERVAL_MINUTES", 30, 360)),
                                Duration.ofHours(variables.number("FLEXGATE_FORECAST_TRAINING_HOURS", 24, 840)))
                        .withHistoryDays(variables.number(
                                "FLEXGATE_FORECAST_HISTORY_DAYS", Pace.DEFAULT_HISTORY_DAYS, Pace.HISTORY_DAYS_MAX)),
                new Planning(
                        Duration.ofSeconds(variables.number("FLEXGATE_PLAN_INTERVAL_SECONDS", 1_800, 86_400)),
                        variables.number("FLEXGATE_PLAN_SHARDS", 2, 64)),
                AccessSettings.read(variables, http, operations),
                executors(variables),
                variables.instant("FLEXGATE_TEST_CLOCK"),
                callbacks(variables),
                Keeping.of(variables));
        variables.refuseUnknown();
        variables.complain();
        return config;
    }

    /** The same, fed by a measured series of the past. */
    public Config replaying(String file) {
        return new Config(
                http,
                operations,
                database,
                dataFolder,
                catalogFolder,
                network,
                new Feeds.Replay(Path.of(file), feeds.plan()),
                weather,
                rewrite,
                forecasting,
                planning,
                access,
                executors,
                testClock,
                callbacks,
                keeping);
    }

    private static Executors executors(Variables variables) {
        String file = variables.text("FLEXGATE_EXECUTORS_FILE", "");
        List<Cidr> networks = new ArrayList<>();
        for (String text : variables.text("FLEXGATE_EXECUTOR_NETWORKS", "").split(",")) {
            if (!text.isBlank()) {
                try {
                    networks.add(Cidr.parse(text.strip()));
                } catch (IllegalArgumentException notARange) {
                    variables.fault("FLEXGATE_EXECUTOR_NETWORKS has '" + text.strip()
                            + "'; use ranges such as 10.20.0.0/16, with commas between them");
                }
            }
        }
        return new Executors(
                file.isEmpty() ? new ExecutorChoice.AskedOverRest() : new ExecutorChoice.InFile(Path.of(file)),
                networks);
    }

    /** The time this gateway lives in: real, or the test clock's. */
    public InstantSource clock() {
        return testClock
                .<InstantSource>map(start -> SteppedClock.in(dataFolder.resolve("test-clock"), start))
                .orElseGet(Clock::systemUTC);
    }

    private static Callbacks callbacks(Variables variables) {
        return new Callbacks(
                variables.list(
                        "FLEXGATE_OUTBOUND_RANGES", Cidr::parse, "ranges such as 10.7.0.0/16, with commas between"),
                Set.copyOf(variables.list(
                        "FLEXGATE_OUTBOUND_PORTS", Integer::valueOf, "port numbers with commas between")),
                variables.number("FLEXGATE_WEBHOOKS_PER_TENANT", 20, 1_000),
                Duration.ofDays(variables.number("FLEXGATE_WEBHOOK_DISABLE_AFTER_DAYS", 5, 365)));
    }

    /** So far back models look. */
    private static final int HISTORY_DAYS = 400;

    private static final int HISTORY_DAYS_MAX = 1_100;

    private static DatabaseChoice database(Variables variables) {
        String url = variables.secret("FLEXGATE_DATABASE_URL");
        return url.isEmpty() ? new DatabaseChoice.Embedded() : new DatabaseChoice.External(url);
    }

    private static ProviderKeys providerKeys(Variables variables) {
        Map<String, String> keys = new TreeMap<>();
        Catalogue.keySettings().stream().sorted().forEach(name -> {
            String key = variables.secret(name);
            if (!key.isEmpty()) {
                keys.put(name, key);
            }
        });
        return new ProviderKeys(keys);
    }

    private static Feeds feeds(Variables variables) {
        URI carbon = variables.uri("FLEXGATE_CARBON_INTENSITY_URL", "https://api.carbonintensity.org.uk");
        URI octopus = variables.uri("FLEXGATE_OCTOPUS_URL", "https://api.octopus.energy");
        String product = variables.text("FLEXGATE_AGILE_PRODUCT", "AGILE-24-10-01");
        String choice = variables.text("FLEXGATE_FEEDS", "live");
        Optional<Path> plan = Optional.of(variables.text("FLEXGATE_FEEDS_FILE", ""))
                .filter(name -> !name.isEmpty())
                .map(Path::of);
        ProviderKeys keys = providerKeys(variables);
        Duration history =
                Duration.ofDays(variables.number("FLEXGATE_FEEDS_HISTORY_DAYS", HISTORY_DAYS, HISTORY_DAYS_MAX));
        if (choice.startsWith("replay:")) {
            return new Feeds.Replay(Path.of(choice.substring("replay:".length())), plan);
        }
        return switch (choice) {
            case "live" -> new Feeds.Live(carbon, octopus, product, plan, keys, history);
            case "simulated" -> new Feeds.Simulated(plan);
            default -> {
                variables.fault("FLEXGATE_FEEDS is '" + choice + "'; use live, simulated or replay:FILE");
                yield new Feeds.Simulated(plan);
            }
        };
    }
}
