package dev.flexgate.workload;

import dev.flexgate.quantity.Power;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A load behind one meter that can flex.
 *
 * @param id its name in FlexGate
 * @param site where it stands
 * @param kind what kind of load
 * @param maxTurnDown how far it can go below its plan
 * @param maxTurnUp how far it can go above its plan
 * @param meter whose readings are its net import
 * @param msids its metering system in the BSC; empty where it has none of its own
 * @param bmUnit Secondary BM Unit it is allocated to, such as {@code V__AFLEX001}; empty outside BSC markets
 */
public record Asset(
        AssetId id,
        SiteId site,
        AssetKind kind,
        Power maxTurnDown,
        Power maxTurnUp,
        MeterId meter,
        Optional<MsidPair> msids,
        Optional<String> bmUnit) {

    /** {@code V_}, {@code _}, GSP Group letter, four characters of the participant, three digits: eleven in all. */
    private static final Pattern BM_UNIT = Pattern.compile("V__[A-HJ-NP][A-Z0-9]{4}[0-9]{3}");

    public Asset {
        if (maxTurnDown.watts() < 0 || maxTurnUp.watts() < 0) {
            throw new IllegalArgumentException("how far an asset can flex is not negative: " + id);
        }
        if (bmUnit.filter(unit -> !BM_UNIT.matcher(unit).matches()).isPresent()) {
            throw new IllegalArgumentException(
                    "a Secondary BM Unit looks like V__AFLEX001 (V__, GSP Group letter, 4 letters or digits, 3 digits): "
                            + bmUnit.orElseThrow());
        }
    }
}
