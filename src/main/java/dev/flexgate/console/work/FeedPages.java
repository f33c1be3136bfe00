package dev.flexgate.console.work;

import dev.flexgate.console.Mark;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.feed.CapabilityMatrix;
import dev.flexgate.feed.CapabilityMatrix.ProviderLine;
import dev.flexgate.feed.CapabilityMatrix.SeriesLine;
import dev.flexgate.feed.FeedStatus;
import dev.flexgate.feed.FeedStatus.State;
import dev.flexgate.feed.Fetched.Coverage;
import dev.flexgate.feed.Fetched.Missing;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** {@code /forecast/feeds}: whom do we ask, how do they do, and what could each of them tell? */
public final class FeedPages {

    private final DeskRooms rooms;

    FeedPages(DeskRooms rooms) {
        this.rooms = rooms;
    }

    void addTo(Router router, Pages pages) {
        router.get("/forecast/feeds").handler(pages.show(this::feeds));
    }

    /**
     * The page.
     *
     * @param feeds what is asked
     * @param series what could be
     * @param providers of whom, on which terms
     */
    public record FeedsPage(List<Line> feeds, List<SeriesLine> series, List<ProviderLine> providers) {}

    /**
     * What is asked of one provider for one zone.
     *
     * @param received when the last good answer came; a dash where none did
     * @param trouble why there is none since; empty where all is well
     * @param mark of what is known of the current half-hour, whoever said it
     */
    public record Line(
            String series,
            String zone,
            String signals,
            String state,
            String received,
            String next,
            String trouble,
            Mark mark) {}

    private View feeds(Visit visit) {
        return View.page(
                Section.FORECAST,
                "Feeds",
                "page/feeds.jte",
                new FeedsPage(
                        rooms.feeds().statuses().stream()
                                .map(each -> line(each, visit.now()))
                                .toList(),
                        CapabilityMatrix.series(),
                        CapabilityMatrix.providers()));
    }

    private Line line(FeedStatus status, Instant now) {
        return new Line(
                status.provider(),
                status.zone().code(),
                String.join(", ", CapabilityMatrix.names(status.signals())),
                word(status.state()),
                received(status.state())
                        .map(at -> rooms.times().utcSeconds(at) + " UTC")
                        .orElse("–"),
                status.state() instanceof State.Standby ? "–" : rooms.times().utc(status.nextAt()) + " UTC",
                trouble(status.state()),
                new Mark(
                        Mark.Kind.of(status.quality()),
                        status.provider(),
                        "the worst of what is known of the current half-hour",
                        Optional.of(now)));
    }

    private static String word(State state) {
        return switch (state) {
            case State.Waiting _ -> "awaited";
            case State.Standby _ -> "stands by";
            case State.Fresh fresh -> fresh.coverage() == Coverage.FULL ? "fresh" : "fresh, short";
            case State.Stale _ -> "stale";
            case State.Failing _ -> "failing";
        };
    }

    private static Optional<Instant> received(State state) {
        return switch (state) {
            case State.Fresh fresh -> Optional.of(fresh.receivedAt());
            case State.Stale stale -> Optional.of(stale.receivedAt());
            case State.Waiting _, State.Standby _, State.Failing _ -> Optional.empty();
        };
    }

    private static String trouble(State state) {
        return switch (state) {
            case State.Stale stale -> trouble(stale.last(), stale.failures());
            case State.Failing failing -> trouble(failing.last(), failing.failures());
            case State.Fresh _, State.Waiting _, State.Standby _ -> "";
        };
    }

    private static String trouble(Missing last, int failures) {
        return last.reason() + ": " + last.detail() + (failures > 1 ? "; " + failures + " times in a row" : "");
    }
}
