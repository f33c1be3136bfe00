package dev.flexgate.console.work;

import dev.flexgate.console.Times;
import dev.flexgate.console.work.ExplainPages.CandidateLine;
import dev.flexgate.console.work.ExplainPages.ConstraintLine;
import dev.flexgate.console.work.ExplainPages.ExplainPage;
import dev.flexgate.console.work.ExplainPages.FlipLine;
import dev.flexgate.console.work.ExplainPages.PaidLine;
import dev.flexgate.console.work.TranscriptTurns.Turn;
import dev.flexgate.planning.ForecastUsed;
import dev.flexgate.planning.Grounds;
import dev.flexgate.rewrite.Rewriting;
import java.util.Locale;

/** The explanation of a decision for a terminal: the page's seven blocks, in the page's words. */
final class ExplainText {

    private final StringBuilder text = new StringBuilder();
    private final ExplainPage page;

    private ExplainText(ExplainPage page) {
        this.page = page;
    }

    static String of(ExplainPage page) {
        var text = new ExplainText(page);
        text.head();
        text.rewritten();
        text.candidates();
        text.turns();
        text.constraints();
        text.inputs();
        text.flips();
        text.afterwards();
        return text.text.toString();
    }

    /** What may be retold: all but the inputs, whose hashes and ids are nothing to tell. */
    static String facts(ExplainPage page) {
        var text = new ExplainText(page);
        text.head();
        text.candidates();
        text.constraints();
        text.flips();
        text.afterwards();
        return text.text.toString();
    }

    private void rewritten() {
        page.rewritten().ifPresent(told -> {
            block("In other words");
            line(told.label());
            if (told instanceof Rewriting.Told.Rewritten(String words, String _)) {
                line(words);
            }
        });
    }

    private void head() {
        line("Why " + page.job().name() + " runs when it runs");
        line("job " + page.job().id() + ", plan " + page.plan().version()
                + (page.stands() ? ", which stands" : ", which no longer stands"));
        line("numbers are " + page.mark().kind().word() + ": " + page.mark().method());
        block("1 The answer");
        line(page.grounds().explanation().sentence());
    }

    private void candidates() {
        block("2 Candidates (facility energy, P50 with P10 to P90)");
        for (CandidateLine each : page.candidates()) {
            line(each.candidate().verdict().code() + "  " + each.when() + " UTC at " + each.site() + " (" + each.kind()
                    + ")");
            line("    cost " + each.money() + " (" + each.moneyBand() + "), carbon " + each.carbon() + " kg CO2e ("
                    + each.carbonBand() + "), total " + each.total() + ", slack " + each.slack() + ", free beside it "
                    + each.headroom());
            line("    " + each.why() + (each.obligations().isEmpty() ? "" : "; " + each.obligations()));
        }
    }

    private void turns() {
        block("3 What the agents said (at the end of each line what it did to the objective)");
        if (page.turns().isEmpty()) {
            line("The transcript of this plan is not kept.");
        }
        page.turns().ifPresent(turns -> {
            for (Turn turn : turns.turns()) {
                line(turn.agent() + "  " + turn.move() + "  " + turn.content() + "  [" + turn.why() + "]  "
                        + turn.delta());
            }
        });
    }

    private void constraints() {
        block("4 Constraints");
        for (ConstraintLine each : page.constraints()) {
            line((each.binding() ? "binds  " : "free   ") + each.name() + ": limit " + each.limit()
                    + (each.used().isEmpty() ? "" : ", used " + each.used()) + ", left " + each.left()
                    + (each.price().isEmpty() ? "" : "; " + each.price()));
        }
    }

    private void inputs() {
        Grounds.Basis basis = page.grounds().basis();
        Times times = page.times();
        block("5 Inputs as known then");
        line("read " + times.utcSeconds(basis.asOf()) + " UTC, " + basis.jobs() + " jobs at the table, seed "
                + basis.seed() + ", at most " + basis.roundsMax() + " rounds");
        for (ForecastUsed each : basis.forecasts()) {
            line("forecast " + each.signal() + " " + each.zone() + ", issued " + times.utcSeconds(each.issuedAt())
                    + " UTC, "
                    + each.quality().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", SHA-256 "
                    + each.sha256());
        }
        basis.sites().forEach(each -> line("site " + each.site() + " version " + each.version()));
        basis.policies().forEach(each -> line("policy of " + each.tenant().value() + " version " + each.version()));
        AskedWords.of(basis.adjustments()).forEach(each -> line("asked by a person: " + each));
        line("SHA-256 of all inputs  " + basis.inputsSha256());
        line("SHA-256 of the outcome " + basis.outcomeSha256());
    }

    private void flips() {
        block("6 What would flip it");
        if (page.flips().isEmpty()) {
            line("Nothing was chosen that could be flipped.");
        }
        for (FlipLine each : page.flips()) {
            line(each.what() + " " + each.by() + ": " + each.then());
        }
    }

    private void afterwards() {
        block("7 Afterwards");
        page.hindsight()
                .ifPresentOrElse(
                        each -> line("carbon by measured intensity " + each.carbon() + " kg CO2e, promised "
                                + each.promised() + "; the range " + (each.inBand() ? "held" : "did not hold")
                                + "; regret " + each.regret() + " kg CO2e"
                                + each.money().map(ExplainText::paid).orElse("")),
                        () -> line("Told once every half-hour of the choice is over and measured."));
    }

    private static String paid(PaidLine paid) {
        return "\ncost by published prices " + paid.cost() + ", promised " + paid.promised() + "; the range "
                + (paid.inBand() ? "held" : "did not hold") + "; regret " + paid.regret();
    }

    private void block(String title) {
        text.append('\n').append(title).append('\n');
    }

    private void line(String words) {
        text.append(words).append('\n');
    }
}
