package dev.flexgate.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.Shared;
import dev.flexgate.audit.Tile.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TileTest {

    @Test
    void the_published_tile_paths_are_written() {
        for (JsonNode each : vectors("tilePath")) {
            var tile = new Tile(Kind.HASHES, each.get(0).asInt(), each.get(1).asLong(), width(each.get(2)));
            assertEquals(each.get(3).asText(), tile.path());
            assertEquals(Optional.of(tile), Tile.ofPath(tile.path()));
        }
        for (JsonNode each : vectors("entriesPath")) {
            var tile = new Tile(Kind.ENTRIES, 0, each.get(0).asLong(), width(each.get(1)));
            assertEquals(each.get(2).asText(), tile.path());
            assertEquals(Optional.of(tile), Tile.ofPath(tile.path()));
        }
    }

    @Test
    void the_published_entry_of_an_index_is_found() {
        for (JsonNode each : vectors("entriesPathForLogIndex_seq_size_path")) {
            Tile tile = Tile.ofEntry(each.get(0).asLong(), each.get(1).asLong());
            assertEquals(each.get(2).asText(), tile.path());
        }
    }

    @Test
    void the_published_good_paths_are_read() {
        for (JsonNode each : vectors("parseOk_level_index_wantLevel_wantIndex_wantPartial")) {
            Tile tile = Tile.ofPath(
                            "tile/" + each.get(0).asText() + "/" + each.get(1).asText())
                    .orElseThrow();
            assertEquals(each.get(2).asInt(), tile.level());
            assertEquals(each.get(3).asLong(), tile.number());
            assertEquals(width(each.get(4)), tile.width());
        }
    }

    @Test
    void the_published_bad_paths_name_no_tile() {
        for (JsonNode each : vectors("parseFail_level_index")) {
            assertNoTile("tile/" + each.get(0).asText() + "/" + each.get(1).asText());
        }
    }

    @Test
    void other_spellings_name_no_tile() {
        for (String path : List.of(
                "",
                "tile",
                "tile/0",
                "tile/00/000",
                "tile/-1/000",
                "tile/0/1",
                "tile/0/0001",
                "tile/0/x000/001",
                "tile/0/001/002",
                "tile/0/x001/x002",
                "tile/0/000.p/0",
                "tile/0/000.p/256",
                "tile/0/000.p/01",
                "tile/0/000.p/-1",
                "tile/0/000/",
                "/tile/0/000",
                "tile/entries/000.p/300",
                "tile/0/x999/x999/x999/x999/x999/x999/999",
                "tile/0/\u0661\u0661\u0661")) {
            assertNoTile(path);
        }
    }

    @Test
    void every_tile_is_read_back_from_its_path() {
        var random = new Random(7);
        for (int round = 0; round < 10_000; round++) {
            Kind kind = random.nextBoolean() ? Kind.HASHES : Kind.ENTRIES;
            int level = kind == Kind.ENTRIES ? 0 : random.nextInt(64);
            long number = random.nextLong(1_000_000_000_000_000_000L) >>> random.nextInt(60);
            var tile = new Tile(kind, level, number, 1 + random.nextInt(256));
            assertEquals(Optional.of(tile), Tile.ofPath(tile.path()));
        }
    }

    @Test
    void a_log_of_70000_has_the_published_tiles() {
        JsonNode example = Shared.json("reference/audit/merkle/tile-paths.json");
        assertTiles(example.get("partialTileExample"));
        assertTiles(example.get("exact256"));
    }

    private static void assertTiles(JsonNode example) {
        List<Tile> tiles = Tile.hashTiles(example.get("treeSize").asLong());
        assertTrue(tiles.stream()
                .allMatch(tile -> tile.isWithin(example.get("treeSize").asLong())));
        IntStream.range(0, 3).forEach(level -> {
            JsonNode wanted = example.path("level" + level);
            long full = tiles.stream()
                    .filter(tile -> tile.level() == level && tile.width() == Tile.FULL)
                    .count();
            int partial = tiles.stream()
                    .filter(tile -> tile.level() == level && tile.width() < Tile.FULL)
                    .mapToInt(Tile::width)
                    .sum();
            assertEquals(wanted.path("full").asLong(), full);
            assertEquals(wanted.path("partialWidth").asInt(), partial);
        });
    }

    private static void assertNoTile(String path) {
        assertEquals(Optional.empty(), Tile.ofPath(path), path);
    }

    private static JsonNode vectors(String name) {
        return Shared.json("reference/audit/merkle/tile-paths.json").get(name);
    }

    /** The vectors write a full tile as partial width 0. */
    private static int width(JsonNode partial) {
        return partial.asInt() == 0 ? Tile.FULL : partial.asInt();
    }
}
