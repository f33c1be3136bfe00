package dev.flexgate.market;

import dev.flexgate.quantity.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * On which terms what was bought can be given up again, from {@code catalog/offers}.
 *
 * @param terms the longest notice first; nothing can be given up at shorter notice than the last one asks for
 * @param reasons code and text of the reasons a buyer may name
 */
public record CancellationPolicy(List<Term> terms, Map<String, String> reasons) {

    /** Nothing can be given up once it is bought. */
    public static final CancellationPolicy NEVER = new CancellationPolicy(List.of(), Map.of());

    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /**
     * What is kept at this notice.
     *
     * @param notice least time before the first half-hour that is given up
     * @param feePercent of the price of what is given up, 0 to 100
     */
    public record Term(Duration notice, BigDecimal feePercent) {

        public Term {
            if (notice.isNegative()) {
                throw new IllegalArgumentException("a notice is not negative");
            }
            if (feePercent.signum() < 0 || feePercent.compareTo(HUNDRED) > 0) {
                throw new IllegalArgumentException("a fee is 0 to 100 percent, not " + feePercent);
            }
        }

        /** Never more than what is given up was worth; nothing of what had a price below zero. */
        Money fee(Money value) {
            return value.isNegative()
                    ? Money.zero(value.currency())
                    : Money.rounded(value.amount().multiply(feePercent).divide(HUNDRED), value.currency());
        }
    }

    public CancellationPolicy {
        terms = terms.stream()
                .sorted(Comparator.comparing(Term::notice).reversed())
                .toList();
        reasons = Map.copyOf(reasons);
        for (int k = 1; k < terms.size(); k++) {
            if (terms.get(k).feePercent().compareTo(terms.get(k - 1).feePercent()) < 0) {
                throw new IllegalArgumentException("a shorter notice does not cost less");
            }
        }
    }

    /** The term that applies; none when it is too late. */
    Optional<Term> at(Duration notice) {
        return terms.stream()
                .filter(term -> notice.compareTo(term.notice()) >= 0)
                .findFirst();
    }

    /** Whether a buyer may name this reason; it need not name any. */
    boolean knows(String reasonCode) {
        return reasonCode.isEmpty() || reasons.containsKey(reasonCode);
    }
}
