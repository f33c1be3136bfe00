package dev.flexgate.workload;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The metering system of an asset in the words of the BSC: one import MSID and perhaps one export MSID, each at most
 * 13 digits. Volumes are net over the pair.
 *
 * @param importMsid identity of the import metering system
 * @param exportMsid identity of the export metering system; empty for a pure import
 */
public record MsidPair(String importMsid, Optional<String> exportMsid) {

    private static final Pattern MSID = Pattern.compile("[0-9]{1,13}");

    public MsidPair {
        checked(importMsid);
        exportMsid.ifPresent(MsidPair::checked);
        if (exportMsid.filter(importMsid::equals).isPresent()) {
            throw new IllegalArgumentException("import and export MSID must differ: '" + importMsid + "'");
        }
    }

    private static void checked(String msid) {
        if (!MSID.matcher(msid).matches()) {
            throw new IllegalArgumentException("an MSID is 1 to 13 digits: '" + msid + "'");
        }
    }
}
