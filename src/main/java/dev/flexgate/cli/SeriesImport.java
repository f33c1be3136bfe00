package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.feed.ImportPieces;
import dev.flexgate.feed.ImportPieces.Piece;
import dev.flexgate.wire.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Sends a long series piece by piece and adds up what became of it. A piece with a fault is refused whole; those after it
 * are sent all the same, so that one look shows every fault.
 */
final class SeriesImport {

    private static final int FAULTS_MAX = 50;

    private final Rest rest;
    private final String path;
    private final Progress progress;
    private final Map<String, ObjectNode> series = new LinkedHashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final String unit;
    private final int above;
    private String provider = "";
    private String outcome = "REFUSED";
    private long pieces;
    private long taken;
    private long refused;
    private long leftOut;

    /**
     * What became of all of it.
     *
     * @param answer as the gateway tells it of one piece, with sums
     * @param faults by line of the file, the first of them
     */
    record Report(ObjectNode answer, List<String> faults) {

        ExitCode exit() {
            return faults.isEmpty() ? ExitCode.DONE : ExitCode.REJECTED;
        }
    }

    /** @param json whether faults are told by reading, counted from 1, and not by line of a table */
    SeriesImport(Rest rest, String path, Progress progress, boolean json) {
        this.rest = rest;
        this.path = path;
        this.progress = progress;
        this.unit = json ? "reading" : "line";
        this.above = json ? 1 : 0;
    }

    Report send(ImportPieces all) throws IOException {
        progress.at(0, "");
        for (Optional<Piece> piece = all.next(); piece.isPresent(); piece = all.next()) {
            JsonNode answer = offer(piece.get());
            pieces++;
            if (answer.has("errors")) {
                refuse(piece.get(), answer);
                if (answer.at("/errors/0/line").asLong() <= 1) {
                    break; // the header: every piece has it
                }
            } else {
                take(piece.get(), answer);
            }
            progress.at(pieces, taken + " rows taken, " + refused + " refused");
        }
        return report();
    }

    private JsonNode offer(Piece piece) {
        try {
            return rest.offer(path, piece.csv(), Map.of("Content-Type", "text/csv"));
        } catch (CommandFailure failed) {
            throw new CommandFailure(
                    failed.exit(),
                    String.valueOf(failed.getMessage()),
                    failed.why() + "; " + taken + " rows before " + unit + " "
                            + (piece.lines().getFirst() - above) + " were taken",
                    failed.fix() + "; then send the same file again: what was taken is not taken twice");
        }
    }

    private void refuse(Piece piece, JsonNode problem) {
        refused += piece.lines().size();
        String lines = unit + "s " + (piece.lines().getFirst() - above) + " to "
                + (piece.lines().getLast() - above) + " are not taken, because of ";
        for (JsonNode error : problem.path("errors")) {
            if (faults.size() < FAULTS_MAX) {
                faults.add(
                        lines + fault(unit, piece.lineOfWhole(error.path("line").asLong()) - above, error));
            }
        }
    }

    private static String fault(String unit, long line, JsonNode error) {
        String column = error.path("column").asText();
        return unit + " " + line + (column.isEmpty() ? "" : ", " + column) + ": "
                + error.path("detail").asText();
    }

    private void take(Piece piece, JsonNode answer) {
        taken += piece.lines().size();
        provider = answer.path("source").asText();
        outcome = answer.path("outcome").asText();
        leftOut += answer.path("leftOut").asLong();
        for (JsonNode each : answer.path("series")) {
            ObjectNode sum = series.computeIfAbsent(
                    each.path("zone").asText() + " " + each.path("signal").asText(),
                    _ -> ((ObjectNode) each).deepCopy().put("added", 0).put("unchanged", 0));
            sum.put("added", sum.path("added").asLong() + each.path("added").asLong());
            sum.put(
                    "unchanged",
                    sum.path("unchanged").asLong() + each.path("unchanged").asLong());
        }
    }

    private Report report() {
        ObjectNode answer = Json.object()
                .put("source", provider)
                .put("outcome", taken > 0 && refused > 0 ? "PARTLY_" + outcome : outcome)
                .put("pieces", pieces)
                .put("rows", taken + refused)
                .put("taken", taken)
                .put("refused", refused)
                .put("leftOut", leftOut);
        answer.putArray("series").addAll(series.values());
        return new Report(answer, faults);
    }
}
