package dev.flexgate.negotiation;

import java.util.Arrays;

/** The spanning tree of a {@link NetworkSimplex}: who hangs below whom and by which arc, in linked siblings. */
final class FlowTree {

    static final int NONE = -1;

    final int root;
    private int nodes;
    int[] parent;
    /** The arc between a node and its parent, in either direction. */
    int[] arc;

    int[] depth;
    private int[] firstChild;
    private int[] nextSibling;
    private int[] previousSibling;

    FlowTree(int nodesExpected) {
        int size = Math.max(2, nodesExpected);
        parent = new int[size];
        arc = new int[size];
        depth = new int[size];
        firstChild = new int[size];
        nextSibling = new int[size];
        previousSibling = new int[size];
        root = addNode();
    }

    int addNode() {
        if (nodes == parent.length) {
            parent = Arrays.copyOf(parent, 2 * nodes);
            arc = Arrays.copyOf(arc, 2 * nodes);
            depth = Arrays.copyOf(depth, 2 * nodes);
            firstChild = Arrays.copyOf(firstChild, 2 * nodes);
            nextSibling = Arrays.copyOf(nextSibling, 2 * nodes);
            previousSibling = Arrays.copyOf(previousSibling, 2 * nodes);
        }
        firstChild[nodes] = NONE;
        nextSibling[nodes] = NONE;
        previousSibling[nodes] = NONE;
        parent[nodes] = NONE;
        return nodes++;
    }

    int nodes() {
        return nodes;
    }

    void attach(int node, int below, int by) {
        parent[node] = below;
        arc[node] = by;
        nextSibling[node] = firstChild[below];
        previousSibling[node] = NONE;
        if (firstChild[below] != NONE) {
            previousSibling[firstChild[below]] = node;
        }
        firstChild[below] = node;
    }

    void detach(int node) {
        if (previousSibling[node] == NONE) {
            firstChild[parent[node]] = nextSibling[node];
        } else {
            nextSibling[previousSibling[node]] = nextSibling[node];
        }
        if (nextSibling[node] != NONE) {
            previousSibling[nextSibling[node]] = previousSibling[node];
        }
    }

    /** Cuts the subtree at {@code cut}, turns it over to hang from {@code top}, and puts that below another node. */
    void rehang(int cut, int top, int below, int by) {
        int node = top;
        int newParent = below;
        int newArc = by;
        while (true) {
            int oldParent = parent[node];
            int oldArc = arc[node];
            detach(node);
            attach(node, newParent, newArc);
            if (node == cut) {
                return;
            }
            newParent = node;
            newArc = oldArc;
            node = oldParent;
        }
    }

    /** The next node of the subtree under {@code top} in depth-first order, or none. */
    int next(int node, int top) {
        if (firstChild[node] != NONE) {
            return firstChild[node];
        }
        int at = node;
        while (at != top && nextSibling[at] == NONE) {
            at = parent[at];
        }
        return at == top ? NONE : nextSibling[at];
    }

    /** The lowest node above both. */
    int join(int one, int other) {
        int left = one;
        int right = other;
        while (left != right) {
            if (depth[left] >= depth[right]) {
                left = parent[left];
            } else {
                right = parent[right];
            }
        }
        return left;
    }
}
