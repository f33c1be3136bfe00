package dev.flexgate.audit;

import dev.flexgate.audit.Verdict.Refused;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Judges a bundle from its bytes alone, offline, trusting nothing but one verifier key. The checks run in the order
 * of {@link Check}; the first that fails is named.
 */
public final class BundleVerifier {

    private final NoteKey log;
    private final List<EvidenceCheck> evidenceChecks;

    /**
     * Judges bundles of one log.
     *
     * @param log the only key that is trusted
     * @param evidenceChecks judges of what counterparties signed, one a protocol
     */
    public BundleVerifier(NoteKey log, List<EvidenceCheck> evidenceChecks) {
        this.log = log;
        this.evidenceChecks = List.copyOf(evidenceChecks);
    }

    public Verdict verify(byte[] zip) {
        return switch (open(zip)) {
            case BundleOpening.Opened opened -> opened.verdict();
            case BundleOpening.Closed closed -> closed.verdict();
        };
    }

    /** As {@link #verify}, and hands out the records of a bundle that stands. */
    public BundleOpening open(byte[] zip) {
        AuditBundle bundle;
        try {
            bundle = AuditBundle.ofZip(zip);
        } catch (NoteRefusedException refused) {
            return new BundleOpening.Closed(new Refused(Check.CONTAINER, "", String.valueOf(refused.getMessage())));
        }
        var contents = new BundleContents(bundle, log);
        var records = new BundleRecords(bundle, log);
        Optional<Refused> refused = first(List.of(
                contents::checkContainer,
                contents::checkPolicy,
                records::checkKeys,
                records::checkSignatures,
                records::checkCheckpoints,
                records::checkInclusion,
                () -> contents.checkSequence(records.all()),
                () -> contents.checkCauses(records.all()),
                () -> contents.checkEvidence(records.all()),
                () -> records.checkCounterparties(evidenceChecks),
                () -> contents.checkManifest(records.all())));
        return refused.<BundleOpening>map(BundleOpening.Closed::new)
                .orElseGet(() -> new BundleOpening.Opened(records.genuine(), records.verified()));
    }

    /** Later checks rest on earlier ones, so none runs after the first that fails. */
    private static Optional<Refused> first(List<Supplier<Optional<Refused>>> checks) {
        return checks.stream().map(Supplier::get).flatMap(Optional::stream).findFirst();
    }
}
