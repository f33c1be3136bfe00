package dev.flexgate;

import dev.flexgate.flexibility.dispatch.SiteMeter;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.settlement.meter.MeterReadings;
import dev.flexgate.settlement.meter.StoredReading;
import dev.flexgate.workload.Asset;
import dev.flexgate.workload.Assets;
import dev.flexgate.workload.MeterId;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the meters of a site read together, where all of them have. */
record SiteReadings(Assets assets, MeterReadings readings) implements SiteMeter {

    @Override
    public Map<Instant, Read> read(SiteId site, Interval window) {
        List<MeterId> meters =
                assets.of(site).stream().map(Asset::meter).distinct().toList();
        var sums = new HashMap<Instant, Read>();
        var counts = new HashMap<Instant, Integer>();
        for (MeterId meter : meters) {
            for (StoredReading stored :
                    readings.of(meter, window, HalfHours.of(window).count())) {
                Instant start = stored.reading().start();
                stored.reading().energy().ifPresent(energy -> {
                    var read = new Read(energy, stored.reading().quality().quality());
                    sums.merge(start, read, SiteReadings::both);
                    counts.merge(start, 1, Integer::sum);
                });
            }
        }
        return sums.entrySet().stream()
                .filter(each -> counts.getOrDefault(each.getKey(), 0) == meters.size())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static Read both(Read one, Read other) {
        return new Read(one.energy().plus(other.energy()), one.quality().worse(other.quality()));
    }
}
