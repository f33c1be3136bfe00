package dev.flexgate.console.work;

import dev.flexgate.planning.Adjustment;
import dev.flexgate.planning.Adjustments;
import java.util.List;

/** What persons have asked of plans, by ids: for programs, and where nobody's name is at hand. */
final class AskedWords {

    private AskedWords() {}

    static List<String> of(Adjustments adjustments) {
        return adjustments.all().stream()
                .map(each -> switch (each) {
                    case Adjustment.CarbonWorth worth ->
                        "a tonne of CO2e is worth " + worth.perTonne() + " until " + worth.until();
                    case Adjustment.SiteClosed closed ->
                        closed.site() + " is closed from " + closed.when().start() + " to "
                                + closed.when().end();
                    case Adjustment.JobAt at -> "job " + at.job() + " runs at " + at.site();
                    case Adjustment.JobPinned pinned ->
                        "job " + pinned.job() + " runs as it does until " + pinned.until();
                })
                .limit(PlanPages.LINES_MAX)
                .toList();
    }
}
