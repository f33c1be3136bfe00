package dev.flexgate.planning;

import dev.flexgate.negotiation.Deferral;
import dev.flexgate.quantity.Energy;

/** Why work is left undone, in words for its owner. */
final class Reasons {

    private Reasons() {}

    static String sentence(Deferral.Reason reason, Energy undone) {
        String because = switch (reason) {
            case NO_ALLOWED_SITE -> "none of its allowed sites is there any more";
            case WINDOW_TOO_SHORT -> "its work does not fit between release and deadline at its power";
            case BLACKOUT -> "it would fit only where the policy closes a site";
            case POWER_EXCEEDS_CAPACITY ->
                "even alone it does not fit under what its sites have free inside its window";
            case CARBON_CAP_BELOW_JOB -> "even alone it would cause more carbon than the cap allows";
            case WORTH_LESS_THAN_COST -> "running it would cost more than its work is worth";
            case CARBON_CAP -> "there is room for it, but not under the carbon cap beside the others";
            case SITE_CAPACITY -> "other work that is worth no less holds the capacity in its window";
        };
        return undone + " wait: " + because;
    }
}
