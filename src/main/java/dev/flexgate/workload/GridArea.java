package dev.flexgate.workload;

import java.util.regex.Pattern;

/**
 * Where a site hangs on the grid, in the codes by which forecasts and markets know that place.
 *
 * @param carbonZone zone of its carbon intensity, such as {@code GB-10} (region 10 of the UK Carbon Intensity API)
 * @param priceZone zone of its energy price, such as {@code GB-A} (GSP letter of the Octopus Agile tariff)
 * @param gspGroup GSP Group id of the BSC, underscore and letter, such as {@code _A}; outside Great Britain, which has
 *     no such groups, the zone in which flexibility is bought, such as {@code FI}
 */
public record GridArea(String carbonZone, String priceZone, String gspGroup) {

    private static final Pattern GSP_GROUP = Pattern.compile("_[A-HJ-NP]|(?!GB)[A-Z]{2}(-[A-Z0-9]{1,8}){0,3}");

    public GridArea {
        Names.zoneCode(carbonZone);
        Names.zoneCode(priceZone);
        if (!GSP_GROUP.matcher(gspGroup).matches()) {
            throw new IllegalArgumentException(
                    "GSP Group must be _A to _P, without _I and _O, or a zone outside GB such as FI: '" + gspGroup
                            + "'");
        }
    }
}
