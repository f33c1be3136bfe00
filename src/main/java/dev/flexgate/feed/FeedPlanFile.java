package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.feed.FeedPlan.Choice;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the feeds file (docs/reference/feeds.md). Every fault is named with its place in the file and the fix. */
public final class FeedPlanFile {

    private static final int BYTES_MAX = 256 * 1024;
    private static final int ZONES_MAX = 200;
    private static final int CHOICES_MAX = 8;
    private static final int BESIDE_MAX = 12;
    private static final int REQUESTS_MAX = 1_000_000;
    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{1,40}");
    private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

    /** All shares of the fuel mix at once. */
    private static final String MIX = "MIX";

    private final Path file;

    private FeedPlanFile(Path file) {
        this.file = file;
    }

    /** Throws {@link FeedException} naming the file, the place and the fix. */
    public static FeedPlan read(Path file) {
        return new FeedPlanFile(file).plan();
    }

    private FeedPlan plan() {
        JsonNode root = json();
        known(root, "", Set.of("zones", "exchange", "addresses", "rates", "beside"));
        var zones = new TreeMap<Zone, Map<Signal, List<Choice>>>();
        each(
                root,
                "zones",
                (name, value) -> zones.put(
                        zone(name, "/zones/" + name), signals(zone(name, "/zones/" + name), value, "/zones/" + name)));
        if (zones.size() > ZONES_MAX) {
            throw fault("/zones", "has more than " + ZONES_MAX + " zones");
        }
        var exchange = new TreeMap<String, BigDecimal>();
        each(root, "exchange", (name, value) -> exchange.put(name, rate(name, value)));
        var addresses = new TreeMap<String, URI>();
        each(
                root,
                "addresses",
                (name, value) -> addresses.put(source(name, "/addresses").id(), address(name, value)));
        var rates = new TreeMap<String, Rate>();
        each(root, "rates", (name, value) -> rates.put(source(name, "/rates").id(), agreed(name, value)));
        var beside = new TreeMap<Zone, List<Beside>>();
        each(
                root,
                "beside",
                (name, value) -> beside.put(zone(name, "/beside/" + name), beside(value, "/beside/" + name)));
        return new FeedPlan(
                zones,
                exchange.entrySet().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                each -> Currency.getInstance(each.getKey()), Map.Entry::getValue)),
                Map.copyOf(addresses),
                Map.copyOf(rates),
                beside);
    }

    private JsonNode json() {
        try {
            if (Files.size(file) > BYTES_MAX) {
                throw fault("", "is over " + BYTES_MAX + " bytes");
            }
            return StrictJson.parse(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new FeedException(file + " cannot be read: name a feeds file", unreadable);
        } catch (JsonRefusedException refused) {
            throw new FeedException(file + " is not JSON as accepted here: " + refused.getMessage(), refused);
        }
    }

    private Map<Signal, List<Choice>> signals(Zone zone, JsonNode value, String at) {
        if (!(value instanceof ObjectNode object)) {
            throw fault(at, "must be an object: write { \"CARBON_INTENSITY\": [\"electricity-maps\"] }");
        }
        Map<Signal, List<Choice>> signals = new EnumMap<>(Signal.class);
        object.properties().forEach(each -> {
            String place = at + "/" + each.getKey();
            for (Signal signal : signalsOf(each.getKey(), place)) {
                signals.put(signal, choices(new Topic(zone, signal), each.getValue(), place));
            }
        });
        return signals;
    }

    private Set<Signal> signalsOf(String name, String place) {
        if (name.equals(MIX)) {
            return Signal.mix();
        }
        return Stream.of(Signal.values())
                .filter(each -> each.name().equals(name))
                .findFirst()
                .map(Set::of)
                .orElseThrow(() -> fault(place, "is no signal; use one of " + List.of(Signal.values()) + " or MIX"));
    }

    private List<Choice> choices(Topic topic, JsonNode value, String at) {
        if (!value.isArray() || value.isEmpty() || value.size() > CHOICES_MAX) {
            throw fault(at, "must be a list of 1 to " + CHOICES_MAX + " providers, the preferred first");
        }
        var choices = new ArrayList<Choice>();
        for (int index = 0; index < value.size(); index++) {
            choice(topic, value.get(index), at + "/" + index).ifPresent(choices::add);
        }
        return List.copyOf(choices);
    }

    /** Simulation stands in by itself: naming it says that nothing else is wanted. */
    private Optional<Choice> choice(Topic topic, JsonNode value, String at) {
        if (value.isTextual() && value.textValue().equals(SimulatedWeek.NAME)) {
            return Optional.empty();
        }
        Optional<String> as = Optional.empty();
        String name = value.asText();
        if (value.isObject()) {
            known(value, at, Set.of("provider", "as"));
            name = value.path("provider").asText();
            as = Optional.of(value.path("as").asText()).filter(text -> !text.isEmpty());
        }
        Source source = source(name, at);
        if (as.isPresent() && !CODE.matcher(as.get()).matches()) {
            throw fault(at + "/as", "is no code of a zone");
        }
        boolean mapped = as.isPresent();
        boolean told = Catalogue.of(source)
                .filter(each -> Catalogue.carries(each, topic.signal()))
                .anyMatch(each -> mapped || each.serves(topic.zone()));
        if (!told) {
            throw fault(
                    at,
                    source.id() + " does not tell " + topic.signal() + " of " + topic.zone()
                            + "; see the matrix of flexgate feeds ls, or give the provider's own code with \"as\"");
        }
        return Optional.of(new Choice(source.id(), as));
    }

    private Source source(String name, String at) {
        return Catalogue.sources()
                .filter(each -> each.id().equals(name))
                .findFirst()
                .orElseThrow(() -> fault(
                        at,
                        "names no provider: '" + name + "'; use one of "
                                + Catalogue.sources().map(Source::id).toList()));
    }

    private BigDecimal rate(String name, JsonNode value) {
        BigDecimal rate = decimal(value);
        if (!CURRENCY.matcher(name).matches() || rate.signum() <= 0) {
            throw fault("/exchange/" + name, "must be a currency and what one unit of it is worth: \"EUR\": \"0.86\"");
        }
        try {
            Currency.getInstance(name);
            return rate;
        } catch (IllegalArgumentException unknown) {
            throw fault("/exchange/" + name, "is no currency of ISO 4217");
        }
    }

    private static BigDecimal decimal(JsonNode value) {
        try {
            return value.isNumber() ? value.decimalValue() : new BigDecimal(value.asText());
        } catch (NumberFormatException notANumber) {
            return BigDecimal.ZERO;
        }
    }

    private URI address(String name, JsonNode value) {
        try {
            URI uri = URI.create(value.asText());
            if (uri.isAbsolute() && uri.getHost() != null && !uri.toString().endsWith("/") && uri.getQuery() == null) {
                return uri;
            }
        } catch (IllegalArgumentException notAnAddress) {
            // Falls through to the same complaint as a relative one.
        }
        throw fault("/addresses/" + name, "must be an address without a slash at its end, such as https://example.org");
    }

    private Rate agreed(String name, JsonNode value) {
        String at = "/rates/" + name;
        known(value, at, Set.of("requests", "per"));
        int requests = value.path("requests").asInt();
        try {
            Duration per = Duration.parse(value.path("per").asText());
            if (requests >= 1
                    && requests <= REQUESTS_MAX
                    && per.isPositive()
                    && per.compareTo(Duration.ofDays(31)) <= 0) {
                return new Rate(requests, per, Rate.Basis.BY_PLAN);
            }
        } catch (DateTimeException notADuration) {
            // Falls through to the same complaint as one that is out of range.
        }
        throw fault(at, "must say how many requests in which time: { \"requests\": 100, \"per\": \"PT1H\" }");
    }

    private List<Beside> beside(JsonNode value, String at) {
        if (!value.isArray() || value.size() > BESIDE_MAX) {
            throw fault(at, "must be a list of at most " + BESIDE_MAX + " series");
        }
        var all = new ArrayList<Beside>();
        for (int index = 0; index < value.size(); index++) {
            all.addAll(besides(value.get(index), at + "/" + index));
        }
        if (all.size() > BESIDE_MAX) {
            throw fault(at, "names more than " + BESIDE_MAX + " series");
        }
        if (all.stream().map(Beside::topic).distinct().count() < all.size()) {
            throw fault(at, "names a series twice");
        }
        return List.copyOf(all);
    }

    private List<Beside> besides(JsonNode value, String at) {
        known(value, at, Set.of("zone", "signal", "published", "where"));
        Zone zone = zone(value.path("zone").asText(), at + "/zone");
        return signalsOf(value.path("signal").asText(), at + "/signal").stream()
                .sorted()
                .map(signal -> new Beside(new Topic(zone, signal), published(value, at)))
                .toList();
    }

    private Optional<Beside.Published> published(JsonNode value, String at) {
        if (!value.has("published") && !value.has("where")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Beside.Published(
                    LocalTime.parse(value.path("published").asText()),
                    ZoneId.of(value.path("where").asText())));
        } catch (DateTimeException bad) {
            throw fault(at, "must say when and where: { \"published\": \"12:57\", \"where\": \"Europe/Berlin\" }");
        }
    }

    private Zone zone(String name, String at) {
        try {
            return new Zone(name);
        } catch (IllegalArgumentException illegal) {
            throw fault(at, "is no zone; write a country and parts, such as US-CAL-CISO");
        }
    }

    private void each(JsonNode root, String name, BiConsumer<String, JsonNode> taker) {
        JsonNode part = root.path(name);
        if (!part.isMissingNode() && !part.isObject()) {
            throw fault("/" + name, "must be an object");
        }
        part.properties().forEach(each -> taker.accept(each.getKey(), each.getValue()));
    }

    private void known(JsonNode object, String at, Set<String> names) {
        if (!object.isObject()) {
            throw fault(at, "must be an object");
        }
        object.properties().forEach(each -> {
            if (!names.contains(each.getKey())) {
                throw fault(
                        at + "/" + each.getKey(),
                        "is unknown; known are " + names.stream().sorted().toList());
            }
        });
    }

    private FeedException fault(String at, String problem) {
        return new FeedException(file + " " + (at.isEmpty() ? "" : at + " ") + problem);
    }
}
