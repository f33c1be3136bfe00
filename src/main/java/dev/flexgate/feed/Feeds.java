package dev.flexgate.feed;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;

/** Chooses the feeds for the topics that the sites need; a topic that nobody serves is simulated. */
public final class Feeds {

    /** How far ahead providers are asked, and how far a simulation reaches at least. */
    static final Duration AHEAD = Duration.ofDays(2);

    static final Duration SIMULATED_AHEAD = Duration.ofDays(8);

    private static final Duration REPLAY_HISTORY = Duration.ofDays(28);
    private static final Duration REPLAY_REVISIONS = Duration.ofDays(1);

    private Feeds() {}

    /** Plays a recorded file for every topic whose signal it holds. */
    public static List<Feed> replayed(Collection<Topic> topics, ReplayFile file, InstantSource clock) {
        return topics.stream()
                .distinct()
                .map(topic -> file.signals().contains(topic.signal()) ? replayed(topic, file, clock) : simulated(topic))
                .toList();
    }

    public static List<Feed> simulated(Collection<Topic> topics) {
        return topics.stream().distinct().map(Feeds::simulated).toList();
    }

    private static Feed replayed(Topic topic, ReplayFile file, InstantSource clock) {
        Provider provider = file.provider(topic.zone(), topic.signal(), clock);
        return new Feed(provider, REPLAY_HISTORY, REPLAY_REVISIONS, AHEAD);
    }

    private static Feed simulated(Topic topic) {
        return new Feed(new SimulatedWeek(topic.zone(), topic.signal()), Duration.ZERO, Duration.ZERO, SIMULATED_AHEAD);
    }
}
