package dev.flexgate.forecast;

import java.time.Duration;

/**
 * How often to forecast and to learn.
 *
 * @param issue between two issues of one signal of one zone; whole half-hours
 * @param training between two models of one signal of one zone
 * @param retry how soon to try again what failed, or what there was too little history for
 * @param patience longest training
 * @param historyDays how far back a model looks at most
 * @param tick how often to look whether something is due
 */
public record Pace(
        Duration issue, Duration training, Duration retry, Duration patience, int historyDays, Duration tick) {

    public static final Duration DEFAULT_ISSUE = Duration.ofMinutes(30);
    public static final Duration DEFAULT_TRAINING = Duration.ofDays(1);

    /** On recorded series of 2023 400 days were as good as two years, or better. */
    public static final int DEFAULT_HISTORY_DAYS = 400;

    public static final int HISTORY_DAYS_MAX = 1_100;

    /** So far ahead scheduled forecasts reach: four days of half-hours. */
    public static final int HALF_HOURS_AHEAD = 192;

    public Pace {
        if (!issue.isPositive() || !training.isPositive() || !patience.isPositive() || historyDays < 1) {
            throw new IllegalArgumentException("the pace of forecasting must be positive");
        }
    }

    /** The same, learning from so many days. */
    public Pace withHistoryDays(int days) {
        return new Pace(issue, training, retry, patience, days, tick);
    }

    /** The usual bounds. */
    public static Pace of(Duration issue, Duration training) {
        return new Pace(
                issue,
                training,
                Duration.ofHours(1),
                Duration.ofMinutes(1),
                DEFAULT_HISTORY_DAYS,
                Duration.ofSeconds(20));
    }

    public static Pace defaults() {
        return of(DEFAULT_ISSUE, DEFAULT_TRAINING);
    }
}
