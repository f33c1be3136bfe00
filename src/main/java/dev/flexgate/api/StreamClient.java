package dev.flexgate.api;

import dev.flexgate.news.Event;
import dev.flexgate.news.Newsroom;
import dev.flexgate.news.Stretch;
import dev.flexgate.news.Topic;
import dev.flexgate.news.Viewer;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * One listener. It is told from the log, at its own pace: nothing is queued for it but the one piece that it is taking,
 * and when it has fallen too far behind it is told so and goes on at the end.
 */
final class StreamClient implements Runnable {

    private static final Duration LOOK_BACK = Duration.ofSeconds(2);
    private static final int LOOK_BACK_RECORDS = 256;

    private final Context loop;
    private final HttpServerResponse response;
    private final Newsroom newsroom;
    private final Frames frames;
    private final StreamLimits limits;
    private final Viewer viewer;
    private final Interest interest;
    private final OptionalLong lastId;
    private final Map<String, Long> toldAtNanos = new HashMap<>();
    private final Map<String, Event> held = new LinkedHashMap<>();
    private final StringBuilder piece = new StringBuilder();
    private volatile boolean gone;
    private long next;
    private long spokeAtNanos = System.nanoTime();

    /** @param lastId the last event that the listener has seen, if it has been here before */
    StreamClient(
            Context loop,
            HttpServerResponse response,
            Newsroom newsroom,
            Frames frames,
            StreamLimits limits,
            Viewer viewer,
            Interest interest,
            OptionalLong lastId) {
        this.loop = loop;
        this.response = response;
        this.newsroom = newsroom;
        this.frames = frames;
        this.limits = limits;
        this.viewer = viewer;
        this.interest = interest;
        this.lastId = lastId;
    }

    /** The listener has left, or we close. */
    void leave() {
        gone = true;
    }

    @Override
    public void run() {
        try {
            begin();
            while (!gone) {
                skipWhenTooFarBehind();
                Stretch stretch = newsroom.read(next);
                stretch.events().forEach(this::tell);
                boolean idle = stretch.next() == next;
                next = stretch.next();
                releaseHeld();
                beatWhenDue();
                flush();
                if (idle && !gone) {
                    newsroom.await(
                            next,
                            held.isEmpty()
                                    ? limits.heartbeat()
                                    : limits.coalesce().dividedBy(4));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            loop.runOnContext(_ -> {
                if (!response.ended() && !response.closed()) {
                    response.end();
                }
            });
        }
    }

    private void begin() {
        long head = newsroom.head();
        // An id that is not there yet comes from another log, or from one that was restored: begin at the end.
        next = lastId.isPresent() && lastId.getAsLong() < head ? lastId.getAsLong() + 1 : head;
        piece.append(Frames.opening(next));
        if (lastId.isPresent() && lastId.getAsLong() >= head) {
            piece.append(Frames.gap(head, head, "this log has not reached the id that was given"));
        } else if (lastId.isPresent()) {
            statesBefore(next).forEach(event -> piece.append(frames.late(event)));
        }
        flush();
    }

    /** States that may have been held back when the listener left: of each subject the last one. */
    private List<Event> statesBefore(long end) {
        Map<String, Event> last = new LinkedHashMap<>();
        Instant newest = Instant.MIN;
        long from = Math.max(0, end - LOOK_BACK_RECORDS);
        while (from < end) {
            Stretch stretch = newsroom.read(from);
            for (Event event : stretch.events()) {
                if (event.index() < end) {
                    newest = event.time().isAfter(newest) ? event.time() : newest;
                    if (isState(event) && concerns(event)) {
                        last.put(event.subject(), event);
                    }
                }
            }
            if (stretch.next() == from) {
                break;
            }
            from = stretch.next();
        }
        Instant since = newest.equals(Instant.MIN) ? newest : newest.minus(LOOK_BACK);
        return last.values().stream()
                .filter(each -> !each.time().isBefore(since))
                .toList();
    }

    private void skipWhenTooFarBehind() {
        long head = newsroom.head();
        if (head - next > limits.history()) {
            piece.append(Frames.gap(next, head, "too far behind to be told one by one"));
            next = head;
            held.clear();
        }
    }

    private boolean concerns(Event event) {
        return interest.covers(event) && viewer.sees(event);
    }

    private static boolean isState(Event event) {
        return event.topic().kind() == Topic.Kind.STATE;
    }

    private void tell(Event event) {
        if (!concerns(event)) {
            return;
        }
        long now = System.nanoTime();
        Long before = toldAtNanos.get(event.subject());
        boolean soon = before != null && now - before < limits.coalesce().toNanos();
        if (isState(event) && (soon || held.containsKey(event.subject())) && held.size() < limits.subjects()) {
            held.put(event.subject(), event);
            return;
        }
        if (isState(event)) {
            toldAtNanos.put(event.subject(), now);
        }
        piece.append(frames.event(event));
        if (piece.length() >= limits.frameBytes()) {
            flush();
        }
    }

    private void releaseHeld() {
        long now = System.nanoTime();
        long due = now - limits.coalesce().toNanos();
        for (Iterator<Event> each = held.values().iterator(); each.hasNext(); ) {
            Event event = each.next();
            Long before = toldAtNanos.get(event.subject());
            if (before == null || before <= due) {
                each.remove();
                toldAtNanos.put(event.subject(), now);
                piece.append(frames.late(event));
            }
        }
        toldAtNanos.values().removeIf(told -> told <= due);
    }

    private void beatWhenDue() {
        if (piece.isEmpty()
                && System.nanoTime() - spokeAtNanos >= limits.heartbeat().toNanos()) {
            piece.append(Frames.heartbeat(next));
        }
    }

    /** Waits until the listener has taken this piece; the server cuts off whoever takes none of it for too long. */
    private void flush() {
        if (piece.isEmpty() || gone) {
            return;
        }
        Buffer buffer = Buffer.buffer(piece.toString());
        piece.setLength(0);
        Promise<Void> taken = Promise.promise();
        loop.runOnContext(_ -> {
            if (response.closed() || response.ended()) {
                taken.fail("gone");
            } else {
                response.write(buffer).onComplete(taken);
            }
        });
        try {
            taken.future().await();
            spokeAtNanos = System.nanoTime();
        } catch (RuntimeException _) {
            gone = true; // it comes back with its last id
        }
    }
}
