package dev.flexgate.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A whole Merkle tree held in memory: every full subtree of every level. */
final class MemoryTree implements Merkle.Nodes {

    private final List<List<Hash>> levels = new ArrayList<>();
    private Frontier frontier = Frontier.EMPTY;

    void append(byte[] entry) {
        appendLeaf(Merkle.leafHash(entry));
    }

    void append(Random random) {
        var entry = new byte[random.nextInt(40)];
        random.nextBytes(entry);
        append(entry);
    }

    void appendLeaf(Hash leaf) {
        frontier = frontier.append(leaf, (level, number, hash) -> {
            while (levels.size() <= level) {
                levels.add(new ArrayList<>());
            }
            if (levels.get(level).size() != number) {
                throw new IllegalStateException("level " + level + " grew out of order");
            }
            levels.get(level).add(hash);
        });
    }

    Frontier frontier() {
        return frontier;
    }

    @Override
    public Hash node(int level, long number) {
        return levels.get(level).get((int) number);
    }

    List<Hash> tile(Tile tile) {
        int first = (int) tile.first();
        return levels.get(tile.level() * Tile.HEIGHT).subList(first, first + tile.width());
    }
}
