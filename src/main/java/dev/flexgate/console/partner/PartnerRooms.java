package dev.flexgate.console.partner;

import dev.flexgate.audit.LogSearch;
import dev.flexgate.market.PublicationList;
import dev.flexgate.market.SubscriptionList;
import dev.flexgate.purchase.PartnerFiles;
import dev.flexgate.purchase.PurchaseDesk;

/**
 * Where it is known what others have to do with us on the network.
 *
 * @param purchases what we bought of them
 * @param subscriptions who is told of changes of our catalogue
 * @param publications what of it was given to others to show
 * @param files what is known of each
 * @param records where their refusals are recorded
 */
public record PartnerRooms(
        PurchaseDesk purchases,
        SubscriptionList subscriptions,
        PublicationList publications,
        PartnerFiles files,
        LogSearch records) {}
