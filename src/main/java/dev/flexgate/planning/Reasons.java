package dev.flexgate.planning;

import dev.flexgate.negotiation.Deferral;
import dev.flexgate.quantity.Energy;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Why work is left undone, in words for its owner. */
final class Reasons {

    private static final int DECIMALS = 3;
    private static final int KILOS_A_MEGA = 3;

    private Reasons() {}

    static String sentence(Deferral deferral, Energy undone) {
        String because = switch (deferral.reason()) {
            case NO_ALLOWED_SITE -> "none of its allowed sites is there any more";
            case WINDOW_TOO_SHORT -> "its work does not fit between release and deadline at its power";
            case RESIDENCY -> "it would fit only where its data may not be processed";
            case LATENCY -> "it would fit only further from its home site than its latency allows";
            case BLACKOUT -> "it would fit only where the policy closes a site";
            case MISSING_FORECAST -> "it would fit only where nothing is forecast";
            case IMPORT_LIMIT ->
                "what its sites may draw from the grid is too little inside its window" + power(deferral.binding());
            case PEAK_LIMIT -> "what may be drawn at once is too little inside its window" + power(deferral.binding());
            case POWER_EXCEEDS_CAPACITY ->
                "even alone it does not fit under what its sites have free inside its window";
            case CARBON_CAP_BELOW_JOB -> "even alone it would cause more carbon than the cap allows";
            case JOB_CARBON_CAP ->
                "it would cause more carbon than its own cap allows" + numbers(deferral.binding(), "kg", 0);
            case TENANT_CARBON_CAP ->
                "it would cause more carbon than its tenant's cap has left" + numbers(deferral.binding(), "kg", 0);
            case DAY_CARBON_CAP ->
                "it would cause more carbon than the day's cap has left" + numbers(deferral.binding(), "kg", 0);
            case COST_CAP ->
                "it would cost more than a cap of cost has left"
                        + numbers(deferral.binding(), PlanCase.CURRENCY.getCurrencyCode(), 0);
            case SHIFT_BUDGET ->
                "it would move more energy than the shift budget has left"
                        + numbers(deferral.binding(), "kWh", KILOS_A_MEGA);
            case WORTH_LESS_THAN_COST -> "running it would cost more than its work is worth";
            case CARBON_CAP -> "there is room for it, but not under the carbon cap beside the others";
            case SITE_CAPACITY -> "other work that is worth no less holds the capacity in its window";
        };
        return undone + " wait: " + because;
    }

    private static String power(Deferral.Binding binding) {
        return binding.limit().isEmpty() ? "" : numbers(binding, "kW", KILOS_A_MEGA);
    }

    /** The limit by name, what others use of it and what the job would need. */
    private static String numbers(Deferral.Binding binding, String unit, int shift) {
        return " (" + binding.limit() + ": at most " + number(binding.most(), shift) + " " + unit + ", others use "
                + number(binding.used(), shift) + ", it needs at least " + number(binding.least(), shift) + ")";
    }

    private static String number(double value, int shift) {
        return BigDecimal.valueOf(value)
                .movePointRight(shift)
                .setScale(DECIMALS, RoundingMode.HALF_EVEN)
                .stripTrailingZeros()
                .toPlainString();
    }
}
