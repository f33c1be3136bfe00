package dev.flexgate;

import dev.flexgate.beckn.activation.FlexMarket;
import dev.flexgate.beckn.activation.FlexProfile;
import dev.flexgate.beckn.activation.FlexSources;
import dev.flexgate.beckn.activation.Headrooms;
import dev.flexgate.beckn.activation.MeteredSites;
import dev.flexgate.flexibility.Flexibility;
import dev.flexgate.planning.Planning;
import dev.flexgate.settlement.ContractId;
import dev.flexgate.store.Database;
import dev.flexgate.workload.Assets;
import dev.flexgate.workload.Sites;
import java.nio.file.Path;

/** Wires what grid operators of the network activate to the room that sells it, and to the rooms that know of it. */
final class OperatorDoor {

    private OperatorDoor() {}

    static FlexSources sources(
            Flexibility flexibility,
            SettlementDoor settling,
            Database database,
            Planning planning,
            Sites sites,
            Path catalog) {
        return new FlexSources(
                FlexMarket.of(flexibility),
                order -> settling.settlement().of(new ContractId(order.value())),
                new MeteredSites(new Assets(database), settling.readings()),
                sites::all,
                new Headrooms(database, planning, sites::all),
                FlexProfile.of(catalog));
    }
}
