package dev.flexgate.negotiation;

import java.util.Arrays;

/**
 * Minimum-cost flow to a root by the primal network simplex, exact in whole numbers.
 *
 * <p>For the maintainer. The basis is a spanning tree hung below the root; every arc outside it carries nothing
 * or all it can. Node prices follow from the tree (reduced cost zero on it); an arc outside whose reduced cost
 * could still save money enters, flow goes round the cycle that it closes with the tree, and the first arc to
 * block leaves. Trees are kept strongly feasible (flow can always be sent up to the root), by which rule ties
 * are broken and cycling cannot happen (Cunningham 1976); arcs are searched in blocks.
 *
 * <p>Why not a library: the plan needs the node prices, for they are the scarcity prices that are announced, and
 * the search for a carbon price changes all costs a dozen times. Here prices come with the basis, and after a
 * change of costs, or with an arc more, the old basis is still feasible and nearly optimal. OR-Tools' flow gives
 * no prices in Java and starts anew each time; it is the referee in the tests.
 */
final class NetworkSimplex {

    private static final byte UPPER = -1;
    private static final byte TREE = 0;
    private static final byte LOWER = 1;
    private static final int NONE = FlowTree.NONE;

    private final FlowTree tree;
    private int arcs;
    private int[] tail;
    private int[] head;
    private long[] capacity;
    private long[] cost;
    private long[] flow;
    private byte[] state;
    private long[] price;
    private int searchedFrom;
    private double[] weight;
    private double watched = Double.POSITIVE_INFINITY;
    private double total;
    private long[] flowAtCrossing = {};

    NetworkSimplex(int nodesExpected, int arcsExpected) {
        tree = new FlowTree(nodesExpected);
        tail = new int[arcsExpected];
        head = new int[arcsExpected];
        capacity = new long[arcsExpected];
        cost = new long[arcsExpected];
        flow = new long[arcsExpected];
        state = new byte[arcsExpected];
        price = new long[nodesExpected];
        weight = new double[arcsExpected];
    }

    int root() {
        return tree.root;
    }

    /**
     * Adds a node and the arc by which its supply goes straight to the root at first.
     *
     * @param capacity of that arc, above the supply
     * @return the arc; the node is its tail
     */
    int addNode(long supply, long capacity, long cost) {
        int node = tree.addNode();
        int arc = addArc(node, tree.root, capacity, cost);
        flow[arc] = supply;
        state[arc] = TREE;
        tree.attach(node, tree.root, arc);
        return arc;
    }

    int addArc(int from, int to, long capacity, long cost) {
        if (arcs == tail.length) {
            grow();
        }
        tail[arcs] = from;
        head[arcs] = to;
        this.capacity[arcs] = capacity;
        this.cost[arcs] = cost;
        flow[arcs] = 0;
        state[arcs] = LOWER;
        weight[arcs] = 0;
        return arcs++;
    }

    private void grow() {
        int size = Math.max(16, 2 * arcs);
        tail = Arrays.copyOf(tail, size);
        head = Arrays.copyOf(head, size);
        capacity = Arrays.copyOf(capacity, size);
        cost = Arrays.copyOf(cost, size);
        flow = Arrays.copyOf(flow, size);
        state = Arrays.copyOf(state, size);
        weight = Arrays.copyOf(weight, size);
    }

    /**
     * Puts a node in the middle of an arc, so that other arcs may share its capacity.
     *
     * @return the arc from the new node on, with all of the cost; {@code arc} now ends at the new node and is free
     */
    int split(int arc) {
        int node = tree.addNode();
        int from = tail[arc];
        int to = head[arc];
        int rest = addArc(node, to, capacity[arc], cost[arc]);
        head[arc] = node;
        cost[arc] = 0;
        weight[rest] = weight[arc];
        weight[arc] = 0;
        flow[rest] = flow[arc];
        state[rest] = state[arc];
        if (state[arc] == LOWER) {
            state[rest] = TREE;
            tree.attach(node, to, rest);
        } else if (state[arc] == UPPER) {
            state[arc] = TREE;
            tree.attach(node, from, arc);
        } else if (tree.parent[from] == to && tree.arc[from] == arc) {
            tree.detach(from);
            tree.attach(node, to, rest);
            tree.attach(from, node, arc);
        } else {
            tree.detach(to);
            tree.attach(node, from, arc);
            tree.attach(to, node, rest);
        }
        return rest;
    }

    int tail(int arc) {
        return tail[arc];
    }

    long flow(int arc) {
        return flow[arc];
    }

    long cost(int arc) {
        return cost[arc];
    }

    /** Narrows an arc that carries nothing yet. */
    void limit(int arc, long value) {
        if (flow[arc] != 0) {
            throw new IllegalStateException("arc " + arc + " carries " + flow[arc]);
        }
        capacity[arc] = value;
    }

    void setCost(int arc, long value) {
        cost[arc] = value;
    }

    /** What one unit of flow through the arc adds to the total that is watched. */
    void setWeight(int arc, double value) {
        weight[arc] = value;
    }

    double weight(int arc) {
        return weight[arc];
    }

    /** From now on remembers the flow at which the weighted total last crossed {@code limit}, on its lower side. */
    void watch(double limit) {
        watched = limit;
        flowAtCrossing = new long[0];
    }

    /** Flow of every arc at the last crossing since the watch began; empty where there was none. */
    long[] flowAtCrossing() {
        return flowAtCrossing;
    }

    long[] flow() {
        return Arrays.copyOf(flow, arcs);
    }

    /** The weighted total of the flow. */
    double total() {
        double sum = 0;
        for (int arc = 0; arc < arcs; arc++) {
            sum += flow[arc] * weight[arc];
        }
        return sum;
    }

    /** What one unit more sent from the node would cost. */
    long price(int node) {
        return price[node];
    }

    /** Pivots until no arc can save anything. */
    void solve() {
        reprice();
        total = total();
        for (int entering = entering(); entering != NONE; entering = entering()) {
            pivot(entering);
        }
    }

    /** Depths and prices from the tree, top down. */
    private void reprice() {
        if (price.length < tree.nodes()) {
            price = Arrays.copyOf(price, tree.parent.length);
        }
        for (int node = tree.next(tree.root, tree.root); node != NONE; node = tree.next(node, tree.root)) {
            follow(node);
        }
    }

    private void follow(int node) {
        int arc = tree.arc[node];
        int above = tree.parent[node];
        tree.depth[node] = tree.depth[above] + 1;
        price[node] = tail[arc] == node ? price[above] + cost[arc] : price[above] - cost[arc];
    }

    /** The arc of the next block that promises most a unit, or none in the whole round. */
    private int entering() {
        int block = Math.max(64, (int) Math.sqrt(arcs));
        int best = NONE;
        long least = 0;
        int arc = searchedFrom;
        for (int seen = 0, inBlock = 0; seen < arcs; seen++) {
            long promise = state[arc] * (cost[arc] + price[head[arc]] - price[tail[arc]]);
            if (promise < least) {
                least = promise;
                best = arc;
            }
            arc = arc + 1 == arcs ? 0 : arc + 1;
            if (++inBlock == block) {
                if (best != NONE) {
                    break;
                }
                inBlock = 0;
            }
        }
        searchedFrom = arc;
        return best;
    }

    private void pivot(int entering) {
        boolean forward = state[entering] == LOWER;
        int from = forward ? tail[entering] : head[entering];
        int to = forward ? head[entering] : tail[entering];
        int join = tree.join(from, to);
        long delta = capacity[entering];
        int leaving = NONE;
        boolean leavesBelowFrom = false;
        for (int node = from; node != join; node = tree.parent[node]) {
            long room = roomDown(node);
            if (room < delta) {
                delta = room;
                leaving = node;
                leavesBelowFrom = true;
            }
        }
        for (int node = to; node != join; node = tree.parent[node]) {
            long room = roomUp(node);
            // The last of equals on this side: keeps the tree strongly feasible.
            if (room <= delta) {
                delta = room;
                leaving = node;
                leavesBelowFrom = false;
            }
        }
        pushWatched(entering, forward ? 1 : -1, delta, from, to, join);
        if (leaving == NONE) {
            state[entering] = forward ? UPPER : LOWER;
            return;
        }
        int left = tree.arc[leaving];
        state[left] = flow[left] == 0 ? LOWER : UPPER;
        state[entering] = TREE;
        int top = leavesBelowFrom ? from : to;
        tree.rehang(leaving, top, leavesBelowFrom ? to : from, entering);
        long before = price[top];
        follow(top);
        shift(top, price[top] - before);
    }

    /** All below {@code top} hang as they did, only at another depth, and cost as much more as it does. */
    private void shift(int top, long more) {
        for (int node = tree.next(top, top); node != NONE; node = tree.next(node, top)) {
            tree.depth[node] = tree.depth[tree.parent[node]] + 1;
            price[node] += more;
        }
    }

    /** How much more the tree can send from the parent down to the node. */
    private long roomDown(int node) {
        int arc = tree.arc[node];
        return tail[arc] == node ? flow[arc] : capacity[arc] - flow[arc];
    }

    private long roomUp(int node) {
        int arc = tree.arc[node];
        return tail[arc] == node ? capacity[arc] - flow[arc] : flow[arc];
    }

    /** Sends flow along the entering arc and back round the tree, and keeps the flow at which the watched total crosses. */
    private void pushWatched(int entering, int sign, long units, int from, int to, int join) {
        if (units == 0) {
            return;
        }
        double before = total;
        double slope = push(entering, sign, units, from, to, join);
        if (watched == Double.POSITIVE_INFINITY) {
            return;
        }
        total = before + slope * units;
        if ((before > watched) != (total > watched)) {
            double crossing = (watched - before) / slope;
            long part = Math.min(units, (long) (slope < 0 ? Math.ceil(crossing) : Math.floor(crossing)));
            push(entering, sign, part - units, from, to, join);
            flowAtCrossing = flow();
            push(entering, sign, units - part, from, to, join);
        }
    }

    /** By what one unit round the cycle changes the weighted total. */
    private double push(int entering, int sign, long units, int from, int to, int join) {
        double slope = sign * weight[entering];
        flow[entering] += sign * units;
        for (int node = from; node != join; node = tree.parent[node]) {
            int arc = tree.arc[node];
            boolean isUp = tail[arc] == node;
            flow[arc] += isUp ? -units : units;
            slope += isUp ? -weight[arc] : weight[arc];
        }
        for (int node = to; node != join; node = tree.parent[node]) {
            int arc = tree.arc[node];
            boolean isUp = tail[arc] == node;
            flow[arc] += isUp ? units : -units;
            slope += isUp ? weight[arc] : -weight[arc];
        }
        return slope;
    }
}
