package dev.flexgate.settlement;

import dev.flexgate.workload.AssetId;
import dev.flexgate.workload.MeterId;
import dev.flexgate.workload.SiteId;

/**
 * A meter of a contract, as it was when the contract was opened.
 *
 * @param asset whose meter it is
 * @param assetVersion which version of the asset
 * @param isPureImport whether it can never read less than nothing
 */
record ContractMeter(AssetId asset, int assetVersion, SiteId site, MeterId meter, boolean isPureImport) {}
