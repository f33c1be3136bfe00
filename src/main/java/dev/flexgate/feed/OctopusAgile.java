package dev.flexgate.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Reason;
import dev.flexgate.feed.Fetched.Received;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Unit rates of Octopus Energy's Agile tariff for one grid supply point group, zone {@code GB-A} to {@code
 * GB-P}: retail prices including VAT, final once published. A day's rates come at about 16:00 local time and
 * reach to 23:00 of the next day.
 */
final class OctopusAgile implements Provider {

    static final String NAME = "octopus-agile";

    static final Source SOURCE = new Source(
            "octopus",
            "Octopus Energy products and prices",
            URI.create("https://api.octopus.energy"),
            Optional.empty(),
            new Rate(60, Duration.ofMinutes(1), Rate.Basis.COURTESY),
            "Public prices of Octopus Energy; no licence stated. Attribution: Octopus Energy.");

    /** The fourteen supply groups; there is no I and no O. */
    private static final Pattern ZONES = Pattern.compile("GB-([A-HJ-NP])");

    private static final int PAGE_SIZE = 1_500;

    private static final String PRODUCTS = "/v1/products/?is_variable=true";

    /** Three months of half-hours: far more than we ask for. */
    private static final int PAGES_MAX = 4;

    /** How soon to ask again for prices that are overdue. */
    private static final Duration OVERDUE_RETRY = Duration.ofMinutes(10);

    private final ProviderHttp http;
    private final URI base;
    private final Zone zone;
    private final String group;
    private final InstantSource clock;
    private volatile String product;

    OctopusAgile(ProviderHttp http, URI base, String product, Zone zone, InstantSource clock) {
        this.http = http;
        this.base = base;
        this.product = product;
        this.zone = zone;
        this.group = group(zone);
        this.clock = clock;
    }

    static List<Offered> offered(String product) {
        var capability = new Capability(
                NAME,
                SOURCE,
                Set.of(Signal.ENERGY_PRICE),
                ZONES,
                "GB-A to GB-P without I and O (grid supply point groups)",
                Capability.Basis.NOT_CARBON,
                Quality.MEASURED,
                new Capability.Window(Duration.ofDays(28), Duration.ofDays(1), Feeds.AHEAD).whole(),
                HalfHours.STEP,
                "about 16:00 local time, to 23:00 of the next day; retail, VAT included");
        return List.of(new Offered(
                capability,
                (order, link) -> new OctopusAgile(link.http(), link.base(), product, order.zone(), link.clock())));
    }

    static boolean serves(Zone zone) {
        return ZONES.matcher(zone.code()).matches();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Zone zone() {
        return zone;
    }

    @Override
    public Signal signal() {
        return Signal.ENERGY_PRICE;
    }

    @Override
    public Fetched fetch(HalfHours wanted) {
        try {
            NavigableMap<Instant, Reading> byStart = rates(wanted);
            if (byStart.isEmpty()) {
                throw new BadAnswerException(Reason.EMPTY, "no rates for " + wanted.span());
            }
            return received(byStart, wanted);
        } catch (BadAnswerException bad) {
            return bad.missing();
        }
    }

    /** Of the product that is known; when that is refused, of the one that is sold now. */
    private NavigableMap<Instant, Reading> rates(HalfHours wanted) {
        try {
            return rates(product, wanted);
        } catch (BadAnswerException refused) {
            if (refused.reason() != Reason.REFUSED) {
                throw refused;
            }
            String sold = sold().filter(each -> !each.equals(product)).orElseThrow(() -> refused);
            NavigableMap<Instant, Reading> rates = rates(sold, wanted);
            product = sold;
            return rates;
        }
    }

    private NavigableMap<Instant, Reading> rates(String code, HalfHours wanted) {
        var byStart = new TreeMap<Instant, Reading>();
        pages(address(code, wanted), page -> OctopusAgileAnswer.addPage(page, zone, wanted, byStart));
        return byStart;
    }

    /** Empty too when the list cannot be had. */
    private Optional<String> sold() {
        var sold = new ArrayList<OctopusAgileAnswer.Product>();
        try {
            pages(URI.create(base + PRODUCTS), page -> sold.addAll(OctopusAgileAnswer.agileProducts(page)));
        } catch (BadAnswerException noList) {
            return Optional.empty();
        }
        return sold.stream()
                .max(Comparator.comparing(OctopusAgileAnswer.Product::since))
                .map(OctopusAgileAnswer.Product::code);
    }

    private void pages(URI first, Consumer<JsonNode> each) {
        URI next = first;
        for (int page = 0; page < PAGES_MAX; page++) {
            JsonNode body = http.json(next);
            if (body.isEmpty()) {
                throw new BadAnswerException(Reason.EMPTY, "an empty " + body.getNodeType());
            }
            each.accept(body);
            URI following = OctopusAgileAnswer.next(body, first);
            if (following == null) {
                return;
            }
            next = following;
        }
        throw new BadAnswerException(Reason.TOO_LARGE, "more than " + PAGES_MAX + " pages");
    }

    private Received received(NavigableMap<Instant, Reading> byStart, HalfHours wanted) {
        Instant now = clock.instant();
        Instant due = AuctionDay.knownUntil(now);
        Instant lastEnd = byStart.lastEntry().getValue().valid().end();
        Instant nextAt = lastEnd.isBefore(earlier(due, wanted.end()))
                ? now.plus(OVERDUE_RETRY)
                : AuctionDay.nextPublication(now);
        Stream<Interval> dueHalfHours =
                wanted.stream().takeWhile(each -> !each.end().isAfter(due));
        boolean full = dueHalfHours.map(Interval::start).allMatch(byStart::containsKey);
        return new Received(List.copyOf(byStart.values()), now, full ? Coverage.FULL : Coverage.SHORT, nextAt);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private URI address(String code, HalfHours wanted) {
        return URI.create(base + "/v1/products/" + code + "/electricity-tariffs/E-1R-" + code + "-" + group
                + "/standard-unit-rates/?period_from=" + wanted.start() + "&period_to=" + wanted.end() + "&page_size="
                + PAGE_SIZE);
    }

    private static String group(Zone zone) {
        Matcher matcher = ZONES.matcher(zone.code());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no supply point group: " + zone);
        }
        return matcher.group(1);
    }
}
