package dev.flexgate.feed;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.audit.Actor;
import dev.flexgate.audit.AuditLog;
import dev.flexgate.audit.Decision;
import dev.flexgate.audit.RecordType;
import dev.flexgate.audit.Subject;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Takes in series that an operator brings, as vintages like any provider's; the same again changes nothing. */
public final class FeedImport {

    /** Before the name of the source, so that no import can pass for a provider of ours. */
    static final String PREFIX = "import-";

    private static final Duration PAST = Duration.ofDays(8);

    private static final Pattern SOURCE = Pattern.compile("[a-z0-9][a-z0-9-]{0,39}");

    private final Readings readings;
    private final AuditLog audit;
    private final Actor actor;
    private final Ids ids;
    private final InstantSource clock;

    public FeedImport(Readings readings, AuditLog audit, Actor actor, Ids ids, InstantSource clock) {
        this.readings = readings;
        this.audit = audit;
        this.actor = actor;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * What became of one series of an import.
     *
     * @param added half-hours that are new or say something else than before
     * @param unchanged half-hours of parts that were known word by word
     */
    public record Taken(Topic topic, int added, int unchanged) {}

    /** The moment that an import which is read now counts as known from. */
    public Instant now() {
        return clock.instant();
    }

    /** Throws {@link IllegalArgumentException} when {@code source} is no name. */
    public static String provider(String source) {
        if (!SOURCE.matcher(source).matches()) {
            throw new IllegalArgumentException(
                    "source must name where the series comes from, such as my-weather-service: small letters, digits, -");
        }
        return PREFIX + source;
    }

    /** Stores what is new of {@code series} and records it; {@code dry} only says what would be. */
    public List<Taken> take(Tx tx, String source, Map<Topic, List<Reading>> series, boolean dry) {
        String provider = provider(source);
        Instant now = clock.instant();
        var taken = new ArrayList<Taken>();
        series.forEach((topic, all) -> taken.add(take(tx, provider, topic, all, now, dry)));
        if (!dry && taken.stream().anyMatch(each -> each.added() > 0)) {
            record(tx, provider, taken, now);
        }
        return taken;
    }

    private Taken take(Tx tx, String provider, Topic topic, List<Reading> all, Instant now, boolean dry) {
        int added = 0;
        for (int from = 0; from < all.size(); from += Vintage.READINGS_MAX) {
            List<Reading> part = all.subList(from, Math.min(all.size(), from + Vintage.READINGS_MAX));
            Vintage vintage = Vintage.of(ids.next(), provider, topic.zone(), topic.signal(), now, now, part);
            if (!readings.stands(tx, vintage)) {
                added += part.size();
                if (!dry) {
                    save(tx, vintage, now);
                }
            }
        }
        return new Taken(topic, added, all.size() - added);
    }

    /** A piece of a long past changes no plan, and years of them must not wake whoever plans. */
    private void save(Tx tx, Vintage vintage, Instant now) {
        if (vintage.readings().getLast().valid().end().isBefore(now.minus(PAST))) {
            readings.saveUnheard(tx, vintage, true);
        } else {
            readings.save(tx, vintage, true);
        }
    }

    private void record(Tx tx, String provider, List<Taken> taken, Instant now) {
        ObjectNode content = Json.object();
        content.putObject("decision").put("outcome", "IMPORTED");
        ArrayNode series = content.putArray("series");
        for (Taken each : taken) {
            series.addObject()
                    .put("zone", each.topic().zone().code())
                    .put("signal", each.topic().signal().name())
                    .put("added", each.added())
                    .put("unchanged", each.unchanged());
        }
        var subject = new Subject("feed", provider + "/" + ids.next(), 1);
        audit.append(tx, new Decision(RecordType.FORECAST_USED, now, actor, subject, List.of(), content, List.of()));
    }
}
