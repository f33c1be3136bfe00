package dev.flexgate.feed;

import dev.flexgate.wire.OutboundHttp;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Which weather stands for which zone. */
public final class Weather {

    /** Where wind and sun of Great Britain are: land and sea, north and south. Our own choice. */
    private static final List<WeatherPoint> GREAT_BRITAIN = List.of(
            WeatherPoint.of("57.5", "-3.5"),
            WeatherPoint.of("55.5", "-3.5"),
            WeatherPoint.of("53.9", "1.8"),
            WeatherPoint.of("53.5", "-3.6"),
            WeatherPoint.of("53.0", "-1.2"),
            WeatherPoint.of("52.5", "1.9"),
            WeatherPoint.of("51.5", "-0.5"),
            WeatherPoint.of("50.9", "-3.5"));

    private Weather() {}

    /** The zone whose weather serves {@code zone}: parts of a country share its weather, where that has points. */
    public static Zone of(Zone zone) {
        return zone.code().startsWith("GB") ? new Zone("GB") : zone;
    }

    /**
     * Open-Meteo for every zone that has points.
     *
     * @param places points of zones without built-in ones, such as those of the sites there
     * @param key empty where none is needed
     */
    public static List<WeatherProvider> openMeteo(
            Collection<Zone> zones,
            Map<Zone, List<WeatherPoint>> places,
            URI base,
            String key,
            Vertx vertx,
            OutboundHttp http,
            FeedLimits limits,
            InstantSource clock,
            RandomGenerator random) {
        var asking = new ProviderHttp(
                vertx, http, OpenMeteo.NAME, OpenMeteo.RATE, new Told(List.of(key)), limits, clock, random);
        Map<Zone, List<WeatherPoint>> wanted = new TreeMap<>();
        Set<Zone> served = new TreeSet<>();
        zones.forEach(zone -> served.add(of(zone)));
        for (Zone zone : served) {
            List<WeatherPoint> points = zone.code().equals("GB") ? GREAT_BRITAIN : places.getOrDefault(zone, List.of());
            if (!points.isEmpty()) {
                wanted.put(zone, points);
            }
        }
        return wanted.entrySet().stream()
                .<WeatherProvider>map(each -> new OpenMeteo(asking, base, key, each.getKey(), each.getValue(), clock))
                .toList();
    }
}
