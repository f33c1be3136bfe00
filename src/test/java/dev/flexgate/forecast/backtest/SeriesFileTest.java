package dev.flexgate.forecast.backtest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.flexgate.forecast.model.EvenSeries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeriesFileTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it before the first test
    private Path folder;

    private Path file(String... lines) throws IOException {
        return Files.writeString(folder.resolve("series.csv"), String.join("\n", lines) + "\n");
    }

    private String refusal(String... lines) throws IOException {
        Path file = file(lines);
        return String.valueOf(assertThrows(BadDataException.class, () -> SeriesFile.read(file))
                .getMessage());
    }

    @Test
    void holes_are_not_known_and_words_are_no_series() throws IOException {
        EvenSeries series = SeriesFile.read(file(
                "time_utc,zone,ci,note",
                "2021-01-01T00:00Z,GB,1.5,",
                "2021-01-01T01:00Z,GB,,",
                "2021-01-01T03:00Z,GB,-2,"));
        assertEquals(List.of("ci"), series.names());
        assertEquals(Duration.ofHours(1), series.step());
        assertEquals(1.5, series.columns()[0][0]);
        assertTrue(Double.isNaN(series.columns()[0][1]) && Double.isNaN(series.columns()[0][2]));
        assertEquals(-2, series.columns()[0][3]);
    }

    @Test
    void what_cannot_be_used_is_refused_by_line_and_column() throws IOException {
        assertTrue(
                refusal("time,ci", "2021-01-01T00:00Z,1", "2021-01-01T01:00Z,1").contains("no column time_utc"));
        assertTrue(refusal("time_utc,ci", "2021-01-01T00:00Z,1", "yesterday,1").contains("line 3"));
        assertTrue(refusal("time_utc,ci", "2021-01-01T00:00Z,1", "2021-01-01T00:00Z,2")
                .contains("twice"));
        assertTrue(refusal("time_utc,ci", "2021-01-01T00:00Z,1", "2021-01-01T00:10Z,2")
                .contains("half-hourly"));
        assertTrue(refusal("time_utc,ci", "2021-01-01T00:00Z,NaN", "2021-01-01T01:00Z,2")
                .contains("no column of numbers"));
        assertTrue(refusal("time_utc,ci").contains("no rows"));
    }
}
