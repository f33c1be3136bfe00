package dev.flexgate.beckn.activation;

import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.settlement.meter.MeterReadings;
import dev.flexgate.settlement.meter.StoredReading;
import dev.flexgate.settlement.rule.Volume;
import dev.flexgate.workload.Asset;
import dev.flexgate.workload.Assets;
import dev.flexgate.workload.MeterId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The meters of a site's assets, as settlement reads them: a half-hour counts once every meter was read in it. */
public final class MeteredSites implements SiteMeters {

    private final Assets assets;
    private final MeterReadings readings;

    public MeteredSites(Assets assets, MeterReadings readings) {
        this.assets = assets;
        this.readings = readings;
    }

    private record Sum(Energy energy, int meters) {}

    @Override
    public Known of(SiteId site, Interval window) {
        List<MeterId> meters =
                assets.of(site).stream().map(Asset::meter).distinct().toList();
        int halfHours = Math.toIntExact(window.seconds() / HalfHours.STEP.toSeconds()) + 1;
        SortedMap<Instant, Sum> sums = new TreeMap<>();
        for (MeterId meter : meters) {
            for (StoredReading stored : readings.of(meter, window, halfHours)) {
                stored.reading()
                        .energy()
                        .ifPresent(energy -> sums.merge(
                                stored.reading().start(),
                                new Sum(energy, 1),
                                (one, other) ->
                                        new Sum(one.energy().plus(other.energy()), one.meters() + other.meters())));
            }
        }
        return new Known(
                meters.stream().map(MeterId::value).collect(Collectors.joining(",")),
                sums.entrySet().stream()
                        .filter(each -> each.getValue().meters() == meters.size())
                        .map(each -> load(each.getKey(), each.getValue().energy()))
                        .toList());
    }

    private static Load load(Instant start, Energy energy) {
        Interval halfHour = Interval.from(start, HalfHours.STEP);
        return new Load(halfHour, Volume.of(energy).averageOver(halfHour));
    }
}
