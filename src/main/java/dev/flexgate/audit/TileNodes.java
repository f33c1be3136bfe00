package dev.flexgate.audit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds any perfect subtree of a log from its tiles alone: takes the hashes below it from one tile and folds
 * them in pairs. Remembers the tiles it has fetched, so make one for each proof.
 */
final class TileNodes implements Merkle.Nodes {

    private final Source source;
    private final long size;
    private final Map<Tile, List<Hash>> fetched = new HashMap<>();

    /** Fetches the hashes of one tile, all {@link Tile#width()} of them. */
    @FunctionalInterface
    interface Source {
        List<Hash> hashes(Tile tile);
    }

    TileNodes(long size, Source source) {
        this.size = size;
        this.source = source;
    }

    @Override
    public Hash node(int level, long number) {
        int tileLevel = level / Tile.HEIGHT;
        int span = 1 << (level % Tile.HEIGHT);
        int perTile = Tile.FULL / span;
        long tileNumber = number / perTile;
        long width = Math.min(Tile.FULL, Tile.items(tileLevel, size) - tileNumber * Tile.FULL);
        var tile = new Tile(Tile.Kind.HASHES, tileLevel, tileNumber, (int) width);
        int offset = (int) (number % perTile) * span;
        return fold(fetched.computeIfAbsent(tile, source::hashes).subList(offset, offset + span));
    }

    private static Hash fold(List<Hash> hashes) {
        if (hashes.size() == 1) {
            return hashes.getFirst();
        }
        int middle = hashes.size() / 2;
        return Merkle.nodeHash(fold(hashes.subList(0, middle)), fold(hashes.subList(middle, hashes.size())));
    }
}
