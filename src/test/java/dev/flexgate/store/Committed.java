package dev.flexgate.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a {@link DatabaseHolder} said it has committed. */
final class Committed {

    private static final Pattern SAID = Pattern.compile("committed (\\d+)");

    private final Process process;
    private final BufferedReader lines;
    private int last;

    private Committed(Process process) {
        this.process = process;
        this.lines = process.inputReader();
    }

    /** Returns once {@code rows} more are committed. */
    static Committed of(Process process, int rows) throws IOException {
        Committed committed = new Committed(process);
        for (int row = 0; row < rows; row++) {
            if (!committed.hears()) {
                throw new IOException("the holder ended");
            }
        }
        return committed;
    }

    Process process() {
        return process;
    }

    int last() {
        return last;
    }

    /** What it said before it died counts too; a line cut short does not. */
    void readToTheEnd() throws IOException {
        boolean more = true;
        while (more) {
            more = hears();
        }
    }

    private boolean hears() throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher said = SAID.matcher(line);
            if (said.matches()) {
                last = Integer.parseInt(said.group(1));
                return true;
            }
        }
        return false;
    }
}
