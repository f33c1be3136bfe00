package dev.flexgate.flexibility;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which bids serve a need. Plain functions; the outcome does not depend on the order in which bids are given.
 */
public final class Clearing {

    /** Bids that cannot be divided at will among which the exact search chooses: 2^16 choices at most. */
    public static final int INDIVISIBLE_MAX = 16;

    private Clearing() {}

    /** Cheapest first, as much of each as is still needed; a bid whose rest would be below its least is skipped. */
    public static Cleared meritOrder(BigDecimal required, List<Bid> bids, Optional<BigDecimal> cap) {
        List<Bid> sorted = inOrder(bids, cap);
        List<Cleared.Part> accepted = new ArrayList<>();
        BigDecimal remaining = required;
        for (Bid bid : sorted) {
            BigDecimal take = bid.megawatts().min(remaining);
            if (take.signum() > 0 && take.compareTo(bid.leastMegawatts()) >= 0) {
                accepted.add(new Cleared.Part(bid, take));
                remaining = remaining.subtract(take);
            }
        }
        boolean divisible = sorted.stream().noneMatch(Bid::isIndivisible);
        return new Cleared(accepted, remaining.max(BigDecimal.ZERO), divisible);
    }

    /**
     * Serves as much as can be served without serving more than is needed, for the least money. Exact: every choice of
     * indivisible bids is tried, except those that already exceed the need. With more than {@link #INDIVISIBLE_MAX}
     * of them the merit order is the answer, and says that it is not proven.
     */
    public static Cleared cheapest(BigDecimal required, List<Bid> bids, Optional<BigDecimal> cap) {
        List<Bid> sorted = inOrder(bids, cap);
        List<Bid> whole = sorted.stream().filter(Bid::isIndivisible).toList();
        if (whole.isEmpty() || whole.size() > INDIVISIBLE_MAX) {
            return meritOrder(required, bids, cap);
        }
        return new Search(required, sorted, whole).best();
    }

    private static List<Bid> inOrder(List<Bid> bids, Optional<BigDecimal> cap) {
        return bids.stream()
                .filter(bid -> cap.isEmpty() || bid.pricePerMwh().compareTo(cap.get()) <= 0)
                .sorted(Bid.MERIT)
                .toList();
    }

    /** Takes the indivisible bids in order of merit, each first in, then out: of equals the first found stays. */
    private static final class Search {

        private final BigDecimal required;
        private final List<Bid> sorted;
        private final List<Bid> whole;
        private Cleared best;

        Search(BigDecimal required, List<Bid> sorted, List<Bid> whole) {
            this.required = required;
            this.sorted = sorted;
            this.whole = whole;
            this.best = new Cleared(List.of(), required.max(BigDecimal.ZERO), true);
        }

        Cleared best() {
            choose(0, new ArrayList<>(), BigDecimal.ZERO);
            return best;
        }

        private void choose(int next, List<Bid> in, BigDecimal least) {
            if (least.compareTo(required) > 0) {
                return;
            }
            if (next == whole.size()) {
                Cleared filled = filled(in, least);
                if (isBetter(filled)) {
                    best = filled;
                }
                return;
            }
            Bid bid = whole.get(next);
            in.add(bid);
            choose(next + 1, in, least.add(bid.leastMegawatts()));
            in.removeLast();
            choose(next + 1, in, least);
        }

        private boolean isBetter(Cleared other) {
            int served = other.served().compareTo(best.served());
            return served > 0 || (served == 0 && other.costPerHour().compareTo(best.costPerHour()) < 0);
        }

        /** What is chosen takes at least its least; the rest goes to the cheapest that still has room. */
        private Cleared filled(List<Bid> in, BigDecimal least) {
            List<Cleared.Part> accepted = new ArrayList<>();
            BigDecimal rest = required.subtract(least);
            for (Bid bid : sorted) {
                if (bid.isIndivisible() && !in.contains(bid)) {
                    continue;
                }
                BigDecimal more = bid.megawatts().subtract(bid.leastMegawatts()).min(rest);
                BigDecimal take = bid.leastMegawatts().add(more);
                rest = rest.subtract(more);
                if (take.signum() > 0) {
                    accepted.add(new Cleared.Part(bid, take));
                }
            }
            return new Cleared(accepted, rest, true);
        }
    }
}
