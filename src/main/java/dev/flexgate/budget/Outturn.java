package dev.flexgate.budget;

import dev.flexgate.feed.ExchangeRates;
import dev.flexgate.feed.Known;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.Zone;
import dev.flexgate.planning.PlanningLimits;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Quality;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What half-hours really emitted and cost, as far as it was measured or published: nothing else passes for it. */
final class Outturn {

    private static final BigDecimal JOULES_PER_KWH = BigDecimal.valueOf(3_600_000);
    private static final int GRAMS_TO_KILOGRAMS = 3;

    private final Readings readings;
    private final ExchangeRates rates;
    private final Map<SiteId, Site> sites;
    private final Metering metering;
    private final Interval span;
    private final Instant asOf;
    private final Map<Topic, Map<Instant, BigDecimal>> known = new HashMap<>();

    /** @param span of the half-hours that may be asked about */
    Outturn(Readings readings, ExchangeRates rates, SiteMeters meters, List<Site> sites, Interval span, Instant asOf) {
        this.readings = readings;
        this.rates = rates;
        this.sites = sites.stream().collect(Collectors.toMap(Site::id, Function.identity()));
        this.metering = new Metering(meters, this.sites, span);
        this.span = span;
        this.asOf = asOf;
    }

    /** Whether meters have read what was drawn. */
    boolean isMetered(Load load) {
        return metering.ratio(load).isPresent();
    }

    /** What was planned at the forecast, by what was drawn. */
    BigDecimal asForecast(Kind kind, Load load) {
        BigDecimal planned = load.of(kind).mid();
        return metering.ratio(load).map(planned::multiply).orElse(planned);
    }

    /** What a load came to at measured intensity or price; empty where nobody measured that. */
    Optional<BigDecimal> of(Kind kind, Load load) {
        return atMeasured(kind, load)
                .map(amount -> metering.ratio(load).map(amount::multiply).orElse(amount));
    }

    private Optional<BigDecimal> atMeasured(Kind kind, Load load) {
        return Optional.ofNullable(sites.get(load.site())).flatMap(site -> switch (kind) {
            case CARBON ->
                value(new Topic(new Zone(site.grid().carbonZone()), Signal.CARBON_INTENSITY), load.start())
                        .map(grams -> grams.multiply(kilowattHours(load)).movePointLeft(GRAMS_TO_KILOGRAMS));
            case MONEY -> {
                var zone = new Zone(site.grid().priceZone());
                yield rates.known(zone.currency(), PlanningLimits.CURRENCY, asOf)
                        .flatMap(rate -> value(new Topic(zone, Signal.ENERGY_PRICE), load.start())
                                .map(price ->
                                        price.multiply(kilowattHours(load)).multiply(rate)));
            }
        });
    }

    private static BigDecimal kilowattHours(Load load) {
        return BigDecimal.valueOf(load.drawn().joules()).divide(JOULES_PER_KWH, MathContext.DECIMAL64);
    }

    private Optional<BigDecimal> value(Topic topic, Instant start) {
        return Optional.ofNullable(known.computeIfAbsent(topic, this::read).get(start));
    }

    private Map<Instant, BigDecimal> read(Topic topic) {
        Map<Instant, BigDecimal> values = new HashMap<>();
        Instant now = HalfHours.floor(asOf);
        Instant end = span.end().isBefore(now) ? span.end() : now;
        if (span.start().isBefore(end)) {
            for (Known each : readings.known(topic.zone(), topic.signal(), new Interval(span.start(), end), asOf)) {
                if (each.reading().quality() == Quality.MEASURED) {
                    values.put(each.reading().valid().start(), each.reading().value());
                }
            }
        }
        return values;
    }
}
