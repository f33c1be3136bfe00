package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.palantir.javaformat.java.Formatter;
import com.palantir.javaformat.java.ImportOrderer;
import com.palantir.javaformat.java.JavaFormatterOptions;
import com.palantir.javaformat.java.JavaFormatterOptions.Style;
import com.palantir.javaformat.java.RemoveUnusedImports;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Holds every source file to the formatter that {@code mvn spotless:apply} uses. Spotless itself formats inside
 * Maven's JVM, which may be too old to read our Java; this test runs on the JDK that the build selected.
 */
class FormatTest {

    @Test
    void every_source_file_is_formatted() throws Exception {
        Formatter formatter = Formatter.createFormatter(
                JavaFormatterOptions.builder().style(Style.PALANTIR).build());
        List<String> unformatted = new ArrayList<>();
        try (var files = Files.walk(Path.of("src"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                String ordered = ImportOrderer.reorderImports(source, Style.PALANTIR);
                if (!source.equals(formatter.formatSource(RemoveUnusedImports.removeUnusedImports(ordered)))) {
                    unformatted.add(file.toString());
                }
            }
        }
        assertEquals(List.of(), unformatted, "run mvn spotless:apply with Maven on JDK 25");
    }
}
