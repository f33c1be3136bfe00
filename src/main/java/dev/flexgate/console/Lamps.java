package dev.flexgate.console;

import dev.flexgate.audit.PublishedCheckpoint;
import dev.flexgate.console.Lamp.State;
import dev.flexgate.feed.FeedStatus;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.planning.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the gateway is, a lamp for each thing that must be well. */
final class Lamps {

    /** Plans are renewed every half-hour; twice that is late. */
    private static final Duration PLAN_AGE_MAX = Duration.ofHours(1);

    private static final String FEEDS = "/forecast/feeds";
    private static final String DISPATCHES = "/flex/dispatches";
    private static final String PROPOSALS = "/plans/proposals";

    private final ConsoleRooms rooms;

    Lamps(ConsoleRooms rooms) {
        this.rooms = rooms;
    }

    List<Lamp> at(Instant now) {
        return List.of(data(), plan(now), market(), dispatch(), audit());
    }

    private Lamp data() {
        List<FeedStatus> feeds = rooms.feeds().statuses();
        long simulated = feeds.stream().filter(FeedStatus::simulated).count();
        long fresh = feeds.stream().filter(FeedStatus::isWell).count();
        if (simulated > 0) {
            return new Lamp("Data", State.WATCH, "simulated", simulated + " of " + feeds.size() + " signals", FEEDS);
        }
        return fresh == feeds.size()
                ? new Lamp("Data", State.GOOD, "fresh", feeds.size() + " signals", FEEDS)
                : new Lamp(
                        "Data",
                        State.WATCH,
                        "stale",
                        (feeds.size() - fresh) + " of " + feeds.size() + " signals",
                        FEEDS);
    }

    private Lamp plan(Instant now) {
        Optional<Plan> standing = rooms.planning().standing();
        if (standing.isEmpty()) {
            return new Lamp("Plan", State.BAD, "none", "the first is being made", "");
        }
        Plan plan = standing.get();
        Duration age = Duration.between(plan.asOf(), now);
        String why = "v" + plan.version() + ", " + Times.length(age) + " old";
        if (rooms.planning().waiting() > 0) {
            return new Lamp("Plan", State.WATCH, "waits", why + "; another waits for a yes", PROPOSALS);
        }
        return age.compareTo(PLAN_AGE_MAX) > 0
                ? new Lamp("Plan", State.WATCH, "old", why, "")
                : new Lamp("Plan", State.GOOD, "stands", why, "");
    }

    private Lamp market() {
        int slots = rooms.market().catalogue().listings().size();
        return slots > 0
                ? new Lamp("Market", State.GOOD, "open", slots + " slots", "/market")
                : new Lamp("Market", State.WATCH, "empty", "nothing is free beside the plan", "/market");
    }

    private Lamp dispatch() {
        Map<DispatchInstruction.State, Long> standing =
                rooms.grid().dispatches().standing();
        long trouble = standing.getOrDefault(DispatchInstruction.State.NACKED, 0L)
                + standing.getOrDefault(DispatchInstruction.State.ACK_TIMEOUT, 0L);
        long open = standing.values().stream().mapToLong(Long::longValue).sum();
        if (trouble > 0) {
            return new Lamp("Dispatch", State.BAD, "in trouble", trouble + " not taken by a site", DISPATCHES);
        }
        return open == 0
                ? new Lamp("Dispatch", State.GOOD, "idle", "no instruction stands", DISPATCHES)
                : new Lamp("Dispatch", State.GOOD, "on", open + " instructions stand", DISPATCHES);
    }

    private Lamp audit() {
        Optional<PublishedCheckpoint> latest = rooms.log().checkpoint();
        return latest.map(published -> new Lamp(
                        "Audit", State.GOOD, "signed", published.checkpoint().size() + " records in the log", ""))
                .orElseGet(() -> new Lamp("Audit", State.BAD, "silent", "no checkpoint was ever published", ""));
    }
}
