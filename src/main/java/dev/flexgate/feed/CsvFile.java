package dev.flexgate.feed;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/** A CSV file with a header, plain or gzip, row by row. */
public final class CsvFile {

    private static final int GZIP_FIRST_BYTE = 0x1f;

    private CsvFile() {}

    /** Its rows by the names of their columns; closing them closes the file. */
    public static MappingIterator<Map<String, String>> rows(Path file) throws IOException {
        InputStream in = open(file);
        try {
            return new CsvMapper()
                    .readerForMapOf(String.class)
                    .with(CsvSchema.emptySchema().withHeader())
                    .readValues(in);
        } catch (IOException | RuntimeException broken) {
            in.close();
            throw broken;
        }
    }

    private static InputStream open(Path file) throws IOException {
        var in = new BufferedInputStream(Files.newInputStream(file));
        try {
            in.mark(1);
            boolean packed = in.read() == GZIP_FIRST_BYTE;
            in.reset();
            return packed ? new GZIPInputStream(in) : in;
        } catch (IOException broken) {
            in.close();
            throw broken;
        }
    }
}
