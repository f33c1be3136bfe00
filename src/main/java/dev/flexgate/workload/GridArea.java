package dev.flexgate.workload;

import java.util.regex.Pattern;

/**
 * Where a site hangs on the grid, in the codes by which forecasts and markets know that place.
 *
 * @param carbonZone zone of its carbon intensity, such as {@code GB-10} (region 10 of the UK Carbon Intensity API)
 * @param priceZone zone of its energy price, such as {@code GB-A} (GSP letter of the Octopus Agile tariff)
 * @param gspGroup GSP Group id of the BSC, underscore and letter, such as {@code _A}
 */
public record GridArea(String carbonZone, String priceZone, String gspGroup) {

    private static final Pattern GSP_GROUP = Pattern.compile("_[A-HJ-NP]");

    public GridArea {
        Names.zoneCode(carbonZone);
        Names.zoneCode(priceZone);
        if (!GSP_GROUP.matcher(gspGroup).matches()) {
            throw new IllegalArgumentException("GSP Group must be _A to _P, without _I and _O: '" + gspGroup + "'");
        }
    }
}
