package dev.flexgate.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * All that appending to a Merkle tree needs to remember: its size and the roots of its largest perfect
 * subtrees, widest first, one for each bit of the size.
 *
 * @param size how many leaves the tree has
 * @param peaks at most 63 hashes
 */
public record Frontier(long size, List<Hash> peaks) {

    public static final Frontier EMPTY = new Frontier(0, List.of());

    public Frontier {
        peaks = List.copyOf(peaks);
        if (size < 0 || peaks.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException("a tree of " + size + " cannot have " + peaks.size() + " peaks");
        }
    }

    /** Hears of every subtree that has become full: its level (0 is the leaf itself), its number, its hash. */
    @FunctionalInterface
    public interface Growth {
        void completed(int level, long number, Hash hash);
    }

    public Frontier append(Hash leaf) {
        return append(leaf, (level, number, hash) -> {});
    }

    public Frontier append(Hash leaf, Growth growth) {
        var grown = new ArrayList<>(peaks);
        Hash hash = leaf;
        int level = 0;
        growth.completed(0, size, hash);
        for (long rest = size; (rest & 1) == 1; rest >>>= 1) {
            hash = Merkle.nodeHash(grown.removeLast(), hash);
            level++;
            growth.completed(level, size >>> level, hash);
        }
        grown.add(hash);
        return new Frontier(size + 1, grown);
    }

    public Hash root() {
        return peaks.reversed().stream()
                .reduce((right, left) -> Merkle.nodeHash(left, right))
                .orElse(Merkle.EMPTY_ROOT);
    }

    /** The peaks one after the other, as they are stored. */
    public byte[] bytes() {
        var bytes = new byte[peaks.size() * Hash.BYTES];
        for (int i = 0; i < peaks.size(); i++) {
            peaks.get(i).copyTo(bytes, i * Hash.BYTES);
        }
        return bytes;
    }

    public static Frontier of(long size, byte[] bytes) {
        var peaks = new ArrayList<Hash>();
        for (int offset = 0; offset < bytes.length; offset += Hash.BYTES) {
            peaks.add(Hash.of(bytes, offset, Math.min(Hash.BYTES, bytes.length - offset)));
        }
        return new Frontier(size, peaks);
    }
}
