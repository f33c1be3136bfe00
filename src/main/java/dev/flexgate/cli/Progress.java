package dev.flexgate.cli;

import dev.flexgate.wire.Json;
import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How far long work is, on stderr: on a terminal a bar that is drawn over itself, elsewhere a line at the beginning, at
 * the end, and every 10 s in between, so that a log stays readable.
 *
 * <p>A terminal library would do no more for one line than a carriage return does.
 */
final class Progress implements AutoCloseable {

    /** Forms of it. */
    enum Form {
        AUTO,
        BAR,
        LINES,
        JSON,
        NONE
    }

    private static final Duration BAR_EVERY = Duration.ofMillis(100);
    private static final Duration LINES_EVERY = Duration.ofSeconds(10);
    private static final int BAR_WIDTH = 24;
    private static final int PERCENT = 100;
    private static final double NANOS_A_SECOND = 1e9;

    private final PrintWriter err;
    private final Form form;
    private final String what;
    private final LongSupplier nanos;
    private final long startNanos;
    private long done;
    private long total;
    private String note = "";
    private Optional<Long> shownNanos = Optional.empty();
    private boolean shownNow;
    private int drawn;

    private Progress(PrintWriter err, Form form, String what, long total, LongSupplier nanos) {
        this.err = err;
        this.form = form;
        this.what = what;
        this.total = total;
        this.nanos = nanos;
        this.startNanos = nanos.getAsLong();
    }

    /**
     * Begins.
     *
     * @param form how to show it
     * @param what the work, in a word or two
     * @param total how many pieces it has; 0 when nobody knows
     */
    static Progress of(PrintWriter err, Form form, String what, long total) {
        return of(err, form, what, total, System::nanoTime);
    }

    static Progress of(PrintWriter err, Form form, String what, long total, LongSupplier nanos) {
        return new Progress(err, form == Form.AUTO ? fitting() : form, what, total, nanos);
    }

    private static Form fitting() {
        boolean terminal =
                Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
        return terminal && !"dumb".equals(System.getenv("TERM")) ? Form.BAR : Form.LINES;
    }

    /** So many pieces are done; {@code now} says in a few words what comes next. */
    void at(long pieces, String now) {
        done = pieces;
        note = now;
        long time = nanos.getAsLong();
        Duration every = form == Form.LINES ? LINES_EVERY : BAR_EVERY;
        shownNow = shownNanos.isEmpty() || time - shownNanos.get() >= every.toNanos();
        if (shownNow) {
            shownNanos = Optional.of(time);
            show();
        }
    }

    private void show() {
        switch (form) {
            case BAR, AUTO -> draw();
            case LINES -> err.println(what + ": " + told());
            case JSON -> err.println(event());
            case NONE -> {}
        }
        err.flush();
    }

    private void draw() {
        var line = new StringBuilder(what).append(' ');
        if (total > 0) {
            int full = (int) (BAR_WIDTH * done / total);
            line.append('[').repeat('#', full).repeat('.', BAR_WIDTH - full).append("] ");
        }
        line.append(told());
        int length = line.length();
        err.print('\r' + line.repeat(' ', Math.max(0, drawn - length)).toString());
        drawn = length;
    }

    private String told() {
        var text = new StringBuilder();
        if (total > 0) {
            text.append(done)
                    .append(" of ")
                    .append(total)
                    .append(" (")
                    .append(PERCENT * done / total)
                    .append(" %)");
            if (done > 0 && done < total) {
                text.append(", ")
                        .append(Math.round(seconds() * (total - done) / done))
                        .append(" s left");
            }
        } else {
            text.append(Math.round(seconds())).append(" s");
        }
        return note.isEmpty() ? text.toString() : text + ", " + note;
    }

    private String event() {
        var json = Json.object().put("progress", what).put("done", done);
        if (total > 0) {
            json.put("total", total);
        }
        return Json.text(json.put("seconds", Math.round(seconds())).put("note", note));
    }

    private double seconds() {
        return (nanos.getAsLong() - startNanos) / NANOS_A_SECOND;
    }

    /** Shows the end; the next line begins anew. */
    @Override
    public void close() {
        if (shownNanos.isEmpty()) {
            return;
        }
        if (!shownNow) {
            show();
        }
        if (form == Form.BAR) {
            err.println();
            err.flush();
        }
    }
}
