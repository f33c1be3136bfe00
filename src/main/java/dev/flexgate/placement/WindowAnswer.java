package dev.flexgate.placement;

import dev.flexgate.forecast.Quantiles;
import dev.flexgate.quantity.Interval;
import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;

/** What comes of a {@link WindowAsk}. */
public sealed interface WindowAnswer {

    /**
     * The best windows.
     *
     * @param asOf what was known then was used
     * @param span between the earliest start and the latest end, whole half-hours
     * @param runNow unbroken, from the earliest start on: what every window is compared with
     * @param windows the best first
     * @param currency of all prices
     * @param carbon which forecast was used
     * @param price the same; empty where none stands, which carbon alone can do without
     * @param priceMissing why there is no price; empty where there is
     */
    record Found(
            Instant asOf,
            Interval span,
            Window runNow,
            List<Ranked> windows,
            Currency currency,
            Vintage carbon,
            Optional<Vintage> price,
            String priceMissing)
            implements WindowAnswer {

        public Found {
            windows = List.copyOf(windows);
        }
    }

    /**
     * A window with what it saves against {@link Found#runNow}, negative where it is worse: at worst, as forecast, at
     * best, by the ends of both bands.
     */
    record Ranked(Window window, Quantiles carbonSaved, Optional<Quantiles> moneySaved) {}

    /** No answer, and why. */
    record Refused(Refusal reason, String detail) implements WindowAnswer {}
}
