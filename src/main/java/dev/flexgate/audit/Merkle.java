package dev.flexgate.audit;

import dev.flexgate.wire.Digests;
import java.util.ArrayList;
import java.util.List;

/**
 * The Merkle tree of RFC 9162 section 2.1 (the same tree as RFC 6962) over SHA-256: hashing, proofs and their
 * checks, and nothing else.
 *
 * <p>Proofs are made from <em>perfect</em> subtrees only, which {@link Nodes} looks up: the subtree at level l
 * with number x covers the leaves from x * 2^l up to (x + 1) * 2^l, and never changes once it is full. The
 * recursion of the RFC splits at the largest power of two below the size, so every left part is perfect and the
 * right part is split again; no partial node is ever stored.
 *
 * <p>The checks count the hashes of a proof before they walk it. Without that count a proof binds the leaf but
 * not its position, a hole that published verifiers have had. Sizes and positions are read as unsigned.
 */
public final class Merkle {

    /** The root of the tree without leaves: SHA-256 of nothing. */
    public static final Hash EMPTY_ROOT = Hash.of(Digests.sha256());

    private static final byte[] LEAF = {0};
    private static final byte NODE = 1;

    private Merkle() {}

    /** Finds the hash of the perfect subtree {@code number} at {@code level}; level 0 are the leaves. */
    @FunctionalInterface
    public interface Nodes {
        Hash node(int level, long number);
    }

    public static Hash leafHash(byte[] entry) {
        return Hash.of(Digests.sha256(LEAF, entry));
    }

    public static Hash nodeHash(Hash left, Hash right) {
        var input = new byte[1 + 2 * Hash.BYTES];
        input[0] = NODE;
        left.copyTo(input, 1);
        right.copyTo(input, 1 + Hash.BYTES);
        return Hash.of(Digests.sha256(input));
    }

    /** The root of the first {@code size} leaves. */
    public static Hash root(long size, Nodes nodes) {
        return size == 0 ? EMPTY_ROOT : range(0, size, nodes);
    }

    /**
     * The proof that leaf {@code index} is in the tree of {@code size} leaves, leaf side first.
     *
     * @throws IllegalArgumentException if the tree has no such leaf
     */
    public static List<Hash> inclusion(long index, long size, Nodes nodes) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("no leaf " + index + " in a tree of " + size);
        }
        var proof = new ArrayList<Hash>();
        path(index, 0, size, nodes, proof);
        return proof;
    }

    private static void path(long index, long from, long to, Nodes nodes, List<Hash> proof) {
        if (to - from == 1) {
            return;
        }
        long middle = from + largestPowerOfTwoBelow(to - from);
        if (index < middle) {
            path(index, from, middle, nodes, proof);
            proof.add(range(middle, to, nodes));
        } else {
            path(index, middle, to, nodes, proof);
            proof.add(range(from, middle, nodes));
        }
    }

    /**
     * The proof that the tree of {@code older} leaves is the beginning of the tree of {@code newer} leaves; empty
     * when there is nothing to prove.
     */
    public static List<Hash> consistency(long older, long newer, Nodes nodes) {
        if (older < 0 || older > newer) {
            throw new IllegalArgumentException("a tree of " + newer + " has no beginning of " + older);
        }
        var proof = new ArrayList<Hash>();
        if (older > 0 && older < newer) {
            beginning(older, 0, newer, true, nodes, proof);
        }
        return proof;
    }

    /** {@code whole}: the beginning is itself a tree whose root the reader holds, so it is not told again. */
    private static void beginning(long older, long from, long to, boolean whole, Nodes nodes, List<Hash> proof) {
        if (older == to) {
            if (!whole) {
                proof.add(range(from, to, nodes));
            }
            return;
        }
        long middle = from + largestPowerOfTwoBelow(to - from);
        if (older <= middle) {
            beginning(older, from, middle, whole, nodes, proof);
            proof.add(range(middle, to, nodes));
        } else {
            beginning(older, middle, to, false, nodes, proof);
            proof.add(range(from, middle, nodes));
        }
    }

    private static Hash range(long from, long to, Nodes nodes) {
        long count = to - from;
        if (Long.bitCount(count) == 1) {
            int level = Long.numberOfTrailingZeros(count);
            return nodes.node(level, from >>> level);
        }
        long middle = from + largestPowerOfTwoBelow(count);
        return nodeHash(range(from, middle, nodes), range(middle, to, nodes));
    }

    private static long largestPowerOfTwoBelow(long count) {
        return Long.highestOneBit(count - 1);
    }

    /** Whether {@code proof} shows that {@code leaf} stands at {@code index} of the tree with this root. */
    public static boolean isIncluded(Hash leaf, long index, long size, List<Hash> proof, Hash root) {
        if (Long.compareUnsigned(index, size) >= 0) {
            return false;
        }
        int inner = bitLength(index ^ (size - 1));
        int border = Long.bitCount(shifted(index, inner));
        if (proof.size() != inner + border) {
            return false;
        }
        Hash hash = leaf;
        for (int level = 0; level < inner; level++) {
            Hash sibling = proof.get(level);
            hash = isSet(index, level) ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
        }
        for (Hash left : proof.subList(inner, proof.size())) {
            hash = nodeHash(left, hash);
        }
        return hash.equals(root);
    }

    /** Whether {@code proof} shows that the older tree is the beginning of the newer one. */
    public static boolean isConsistent(long older, long newer, Hash olderRoot, Hash newerRoot, List<Hash> proof) {
        if (older == 0 || Long.compareUnsigned(newer, older) < 0) {
            return false;
        }
        if (older == newer) {
            return proof.isEmpty() && olderRoot.equals(newerRoot);
        }
        if (proof.isEmpty()) {
            return false;
        }
        int shift = Long.numberOfTrailingZeros(older);
        boolean perfect = Long.bitCount(older) == 1;
        Hash seed = perfect ? olderRoot : proof.getFirst();
        return climb(older, newer, shift, seed, perfect ? proof : proof.subList(1, proof.size()))
                .matches(olderRoot, newerRoot);
    }

    private static Roots climb(long older, long newer, int shift, Hash seed, List<Hash> proof) {
        int whole = bitLength((older - 1) ^ (newer - 1));
        int border = Long.bitCount(shifted(older - 1, whole));
        int inner = whole - shift;
        if (proof.size() != inner + border) {
            return Roots.NONE;
        }
        long mask = shifted(older - 1, shift);
        Hash olderHash = seed;
        Hash newerHash = seed;
        for (int level = 0; level < proof.size(); level++) {
            Hash next = proof.get(level);
            boolean left = level >= inner || isSet(mask, level);
            olderHash = left ? nodeHash(next, olderHash) : olderHash;
            newerHash = left ? nodeHash(next, newerHash) : nodeHash(newerHash, next);
        }
        return new Roots(List.of(olderHash, newerHash));
    }

    private record Roots(List<Hash> hashes) {
        static final Roots NONE = new Roots(List.of());

        boolean matches(Hash older, Hash newer) {
            return hashes.equals(List.of(older, newer));
        }
    }

    private static int bitLength(long value) {
        return Long.SIZE - Long.numberOfLeadingZeros(value);
    }

    /** Java shifts a long by 64 as by 0; here 64 leaves nothing. */
    private static long shifted(long value, int bits) {
        return bits >= Long.SIZE ? 0 : value >>> bits;
    }

    private static boolean isSet(long value, int bit) {
        return (value >>> bit & 1) == 1;
    }
}
