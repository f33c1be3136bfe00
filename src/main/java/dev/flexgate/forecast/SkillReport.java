package dev.flexgate.forecast;

import dev.flexgate.feed.Topic;
import dev.flexgate.forecast.model.Skill;
import java.time.Instant;
import java.util.List;

/**
 * How good forecasts of one signal of one zone were, judged by what was said at the time and what came.
 *
 * @param asOf when it was judged, with what was known then of what had come
 * @param since the earliest issue looked at
 * @param issues how many issues
 * @param lines by method, within it by lead; none for what never met an outturn
 */
public record SkillReport(Topic topic, Instant asOf, Instant since, int issues, List<Line> lines) {

    /**
     * One method at one range of leads.
     *
     * @param method {@code issued} for what was used, {@code flexgate} for our own alone, {@code avg7d+decay},
     *     {@code persistence}, or a provider's name
     * @param skill NaN for what is not known, never 0
     */
    public record Line(String method, SkillLead lead, Skill skill) {}

    public SkillReport {
        lines = List.copyOf(lines);
    }
}
