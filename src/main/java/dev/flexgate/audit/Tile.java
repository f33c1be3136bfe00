package dev.flexgate.audit;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of one tile of the log as C2SP tlog-tiles lays it out: 256 hashes, or fewer while it is the last one
 * of its level.
 *
 * @param kind hashes of a level, or the entries themselves
 * @param level 0 to 63; 0 for entries. Hashes of level L are roots of 256^L leaves
 * @param number which tile of the level, from 0
 * @param width how many items it holds, 1 to 256
 */
public record Tile(Kind kind, int level, long number, int width) {

    public static final int HEIGHT = 8;
    public static final int FULL = 1 << HEIGHT;

    private static final int LEVEL_MAX = 63;
    /** Six groups of three digits stay below 2^63. */
    private static final Pattern PATH =
            Pattern.compile("tile/(entries|0|[1-9][0-9]?)/((?:x[0-9]{3}/){0,5}[0-9]{3})(?:\\.p/([1-9][0-9]{0,2}))?");

    public enum Kind {
        HASHES,
        ENTRIES
    }

    public Tile {
        if (level < 0 || level > LEVEL_MAX || number < 0 || width < 1 || width > FULL) {
            throw new IllegalArgumentException("no tile " + level + "/" + number + " of width " + width);
        }
    }

    /** Reads a path below the log's prefix, such as {@code tile/0/x001/234.p/12}; empty if it names no tile. */
    public static Optional<Tile> ofPath(String path) {
        var match = PATH.matcher(path);
        if (!match.matches()) {
            return Optional.empty();
        }
        boolean entries = match.group(1).equals("entries");
        int level = entries ? 0 : Integer.parseInt(match.group(1));
        int width = match.group(3) == null ? FULL : Integer.parseInt(match.group(3));
        String digits = match.group(2).replaceAll("[x/]", "");
        boolean padded = digits.length() > 3 && digits.startsWith("000");
        if (level > LEVEL_MAX || padded || (match.group(3) != null && width >= FULL)) {
            return Optional.empty();
        }
        return Optional.of(new Tile(entries ? Kind.ENTRIES : Kind.HASHES, level, Long.parseLong(digits), width));
    }

    public String path() {
        String folder = kind == Kind.ENTRIES ? "entries" : Integer.toString(level);
        String end = width == FULL ? "" : ".p/" + width;
        return "tile/" + folder + "/" + groups(number) + end;
    }

    private static String groups(long number) {
        var groups = new ArrayList<String>();
        long rest = number;
        do {
            groups.add((groups.isEmpty() ? "" : "x") + String.format("%03d", rest % 1000));
            rest /= 1000;
        } while (rest > 0);
        Collections.reverse(groups);
        return String.join("/", groups);
    }

    /** The number of the first item of this tile within its level. */
    public long first() {
        return Math.multiplyExact(number, FULL);
    }

    /** Whether a log of {@code size} entries has all items of this tile. */
    public boolean isWithin(long size) {
        return first() + width <= items(level, size);
    }

    /** How many complete subtrees of 256^level leaves a log of {@code size} has. */
    public static long items(int level, long size) {
        int shift = HEIGHT * level;
        return shift >= Long.SIZE ? 0 : size >>> shift;
    }

    /** All hash tiles of a log of {@code size}, the narrow last one of each level included. */
    public static List<Tile> hashTiles(long size) {
        var tiles = new ArrayList<Tile>();
        for (int level = 0; items(level, size) > 0; level++) {
            long items = items(level, size);
            for (long number = 0; number < items / FULL; number++) {
                tiles.add(new Tile(Kind.HASHES, level, number, FULL));
            }
            if (items % FULL > 0) {
                tiles.add(new Tile(Kind.HASHES, level, items / FULL, (int) (items % FULL)));
            }
        }
        return tiles;
    }

    /** The tile that holds the entry at {@code index} in a log of {@code size}. */
    public static Tile ofEntry(long index, long size) {
        long number = index / FULL;
        long width = Math.min(FULL, size - number * FULL);
        return new Tile(Kind.ENTRIES, 0, number, (int) width);
    }
}
