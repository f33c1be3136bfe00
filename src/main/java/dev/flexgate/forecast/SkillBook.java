package dev.flexgate.forecast;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flexgate.feed.Readings;
import dev.flexgate.feed.Topic;
import dev.flexgate.feed.WeatherIssues;
import dev.flexgate.forecast.SkillReport.Line;
import dev.flexgate.forecast.model.Tally;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.store.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Judges forecasts by what was stored when they were issued and by what came: never by what would be said today. */
public final class SkillBook {

    private static final Duration BACK = Duration.ofDays(28);

    /** One issue of so many hours: those between are like it. */
    private static final int EVERY_HOURS = 3;

    private static final int CACHED_MAX = 200;

    private static final Comparator<String> ORDER =
            Comparator.comparingInt(SkillBook::place).thenComparing(Comparator.naturalOrder());

    private final SaidRows said;
    private final Training came;
    private final Cache<Key, SkillReport> cached =
            Caffeine.newBuilder().maximumSize(CACHED_MAX).build();

    /** It is judged anew every half-hour. */
    private record Key(Topic topic, Instant halfHour) {}

    public SkillBook(Database database, Readings readings) {
        this.said = new SaidRows(database);
        this.came = new Training(readings, new WeatherIssues(database));
    }

    /** As of {@code now}, or a little earlier in the same half-hour. */
    public SkillReport report(Topic topic, Instant now) {
        var key = new Key(topic, HalfHours.floor(now));
        SkillReport known = cached.getIfPresent(key);
        if (known != null) {
            return known;
        }
        return renewed(topic, now);
    }

    /** As of {@code now}, with what has come since it was last judged. */
    SkillReport renewed(Topic topic, Instant now) {
        SkillReport made = judged(topic, now);
        // Before the first issue of all there is nothing to keep, and the next question may come after it.
        if (made.issues() > 0) {
            cached.put(new Key(topic, HalfHours.floor(now)), made);
        }
        return made;
    }

    private SkillReport judged(Topic topic, Instant now) {
        Instant since = now.minus(BACK);
        List<Said> all = said.between(topic, since, now, EVERY_HOURS);
        Map<String, Map<SkillLead, Tally>> tallies = new TreeMap<>(ORDER);
        if (!all.isEmpty()) {
            History history = came.history(topic, now, (int) BACK.toDays() + 1);
            all.forEach(each -> add(tallies, each, history));
        }
        Set<Instant> issues = all.stream().map(Said::issuedAt).collect(Collectors.toSet());
        List<Line> lines = tallies.entrySet().stream()
                .flatMap(method -> method.getValue().entrySet().stream()
                        .map(lead -> new Line(
                                method.getKey(), lead.getKey(), lead.getValue().skill())))
                .filter(line -> line.skill().count() > 0)
                .toList();
        return new SkillReport(topic, now, since, issues.size(), lines);
    }

    private static void add(Map<String, Map<SkillLead, Tally>> tallies, Said said, History came) {
        Map<SkillLead, Tally> byLead = tallies.computeIfAbsent(said.method(), _ -> new EnumMap<>(SkillLead.class));
        for (int index = 0; index < said.grid().count(); index++) {
            double actual = came.at(said.grid().startOf(index));
            if (Double.isNaN(actual)) {
                continue;
            }
            for (SkillLead lead : SkillLead.values()) {
                if (lead.holds(said.lead(index))) {
                    byLead.computeIfAbsent(lead, _ -> new Tally())
                            .add(said.p10()[index], said.p50()[index], said.p90()[index], actual);
                }
            }
        }
    }

    /** What was used first, what it has to beat last. */
    private static int place(String method) {
        return switch (method) {
            case Said.ISSUED -> 0;
            case Said.OWN -> 1;
            case Said.AVERAGE_DECAY -> 3;
            case Said.PERSISTENCE -> 4;
            default -> 2;
        };
    }
}
