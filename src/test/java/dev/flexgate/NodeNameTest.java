package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeNameTest {

    @TempDir
    private Path folder;

    @Test
    void outlives_the_process() {
        String first;
        try (var name = NodeName.in(folder.resolve("data"))) {
            first = name.toString();
        }
        try (var name = NodeName.in(folder.resolve("data"))) {
            assertEquals(first, name.toString());
        }
    }

    @Test
    void is_nobody_elses_while_it_is_in_use() {
        try (var one = NodeName.in(folder);
                var other = NodeName.in(folder)) {
            assertNotEquals(one.toString(), other.toString());
        }
    }

    @Test
    void that_cannot_be_read_is_made_anew() throws Exception {
        Files.writeString(folder.resolve("node-name"), "half a na");
        String made;
        try (var name = NodeName.in(folder)) {
            made = name.toString();
        }
        assertEquals(made, Files.readString(folder.resolve("node-name")));
    }
}
