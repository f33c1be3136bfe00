package dev.flexgate.settlement.recompute;

import dev.flexgate.audit.BundleOpening;
import dev.flexgate.audit.BundleVerifier;
import dev.flexgate.audit.EvidenceCheck;
import dev.flexgate.audit.NoteKey;
import dev.flexgate.audit.VerifiedRecord;
import dev.flexgate.settlement.recompute.Recomputation.Confirmed;
import dev.flexgate.settlement.recompute.Recomputation.Order;
import dev.flexgate.settlement.recompute.Recomputation.Refused;
import dev.flexgate.wire.JsonRefusedException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Consumer;

/**
 * Recomputes the settlements of an audit bundle from its bytes alone, offline, trusting nothing but one verifier key:
 * first that the bundle stands, then period by period, state by state, baseline, volume and money to the last digit.
 * The first check that fails is named.
 *
 * <p>The arithmetic is its own. It shares with the side that posts only the calendar of bank holidays: a fault in a
 * rule there shows here as a difference, instead of being repeated.
 */
public final class SettlementVerifier {

    private final BundleVerifier bundles;

    /**
     * Judges bundles of one log.
     *
     * @param log the only key that is trusted
     * @param evidenceChecks judges of what counterparties signed
     */
    public SettlementVerifier(NoteKey log, List<EvidenceCheck> evidenceChecks) {
        this.bundles = new BundleVerifier(log, evidenceChecks);
    }

    public Recomputation recompute(byte[] zip) {
        return switch (bundles.open(zip)) {
            case BundleOpening.Closed closed ->
                new Refused(
                        closed.verdict().check().name(),
                        closed.verdict().file(),
                        closed.verdict().why());
            case BundleOpening.Opened opened -> recompute(opened.records());
        };
    }

    private static Recomputation recompute(List<VerifiedRecord> records) {
        try {
            CaseRules.checkPeriods(records);
            List<CaseFile> files = CaseFile.of(records);
            if (files.isEmpty()) {
                throw new Refusal(RecomputeCheck.SETTLEMENT, "", "the bundle holds no settlement");
            }
            return new Confirmed(
                    files.stream().map(SettlementVerifier::recompute).toList(), records.size());
        } catch (Refusal refusal) {
            return refusal.refused();
        } catch (IllegalArgumentException
                | ArithmeticException
                | IndexOutOfBoundsException
                | NoSuchElementException
                | NullPointerException
                | DateTimeException
                | JsonRefusedException strange) {
            // Signed, but not in a form that this verifier knows: as good as wrong.
            return new Refused(RecomputeCheck.SETTLEMENT.name(), "", "cannot be read: " + strange.getMessage());
        }
    }

    private static Order recompute(CaseFile file) {
        Terms terms = Terms.of(CaseFile.evidence(file.contract(), "contract"));
        var rules = new CaseRules(file, terms);
        rules.checkContract();
        rules.checkTransitions();
        List<RunAgain> runs = new ArrayList<>();
        for (int run = 1; run <= file.runs(); run++) {
            runs.add(new RunAgain(file, terms, run));
        }
        each(runs, RunAgain::checkReadings);
        each(runs, RunAgain::checkEventDays);
        each(runs, RunAgain::checkBaseline);
        each(runs, RunAgain::checkVolumes);
        each(runs, RunAgain::checkMoney);
        each(runs, RunAgain::checkDue);
        return new Order(
                file.orderId(),
                terms.currency(),
                runs.stream().map(RunAgain::figures).toList(),
                runs.stream().mapToLong(RunAgain::bound).sum(),
                runs.stream().mapToLong(RunAgain::readings).sum());
    }

    /** Each check over all runs before the next check: the order of the checks is the promise. */
    private static void each(List<RunAgain> runs, Consumer<RunAgain> check) {
        runs.forEach(check);
    }
}
