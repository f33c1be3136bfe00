package dev.flexgate.feed;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Energy identification codes (EIC) of bidding zones, by our names for them. */
final class EntsoeZones {

    private static final Map<String, String> CODES = Map.ofEntries(
            Map.entry("AT", "10YAT-APG------L"),
            Map.entry("BE", "10YBE----------2"),
            Map.entry("BG", "10YCA-BULGARIA-R"),
            Map.entry("CH", "10YCH-SWISSGRIDZ"),
            Map.entry("CZ", "10YCZ-CEPS-----N"),
            // Germany and Luxembourg are one bidding zone.
            Map.entry("DE", "10Y1001A1001A82H"),
            Map.entry("DE-LU", "10Y1001A1001A82H"),
            Map.entry("DK-DK1", "10YDK-1--------W"),
            Map.entry("DK-DK2", "10YDK-2--------M"),
            Map.entry("EE", "10Y1001A1001A39I"),
            Map.entry("ES", "10YES-REE------0"),
            Map.entry("FI", "10YFI-1--------U"),
            Map.entry("FR", "10YFR-RTE------C"),
            Map.entry("GR", "10YGR-HTSO-----Y"),
            Map.entry("HR", "10YHR-HEP------M"),
            Map.entry("HU", "10YHU-MAVIR----U"),
            Map.entry("LT", "10YLT-1001A0008Q"),
            Map.entry("LV", "10YLV-1001A00074"),
            Map.entry("NL", "10YNL----------L"),
            Map.entry("NO-NO1", "10YNO-1--------2"),
            Map.entry("NO-NO2", "10YNO-2--------T"),
            Map.entry("NO-NO3", "10YNO-3--------J"),
            Map.entry("NO-NO4", "10YNO-4--------9"),
            Map.entry("NO-NO5", "10Y1001A1001A48H"),
            Map.entry("PL", "10YPL-AREA-----S"),
            Map.entry("PT", "10YPT-REN------W"),
            Map.entry("RO", "10YRO-TEL------P"),
            Map.entry("SE-SE1", "10Y1001A1001A44P"),
            Map.entry("SE-SE2", "10Y1001A1001A45N"),
            Map.entry("SE-SE3", "10Y1001A1001A46L"),
            Map.entry("SE-SE4", "10Y1001A1001A47J"),
            Map.entry("SI", "10YSI-ELES-----O"),
            Map.entry("SK", "10YSK-SEPS-----K"));

    static final Pattern SERVED =
            Pattern.compile(CODES.keySet().stream().sorted().collect(Collectors.joining("|")));

    private EntsoeZones() {}

    /** The code of a zone of ours; another one is taken to be a code already. */
    static String eic(String zone) {
        return CODES.getOrDefault(zone, zone);
    }
}
