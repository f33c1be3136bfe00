package dev.flexgate.feed;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Every provider that FlexGate can ask and what each can tell: the capability matrix, as the code has it. */
public final class Catalogue {

    private Catalogue() {}

    /** All series of all providers, in the order of the documents. */
    public static List<Capability> capabilities() {
        return offered(Feeds.Addresses.DEFAULT.agileProduct())
                .map(Offered::capability)
                .toList();
    }

    /** All providers, each once. */
    public static Stream<Source> sources() {
        return capabilities().stream().map(Capability::source).distinct();
    }

    static Stream<Capability> of(Source source) {
        return capabilities().stream().filter(each -> each.source().equals(source));
    }

    static boolean carries(Capability capability, Signal signal) {
        return capability.signals().contains(signal);
    }

    static Stream<Offered> offered(String agileProduct) {
        return Stream.of(
                        UkCarbonIntensity.offered(),
                        OctopusAgile.offered(agileProduct),
                        NesoPortal.offered(),
                        Elexon.offered(),
                        Entsoe.offered(),
                        ElectricityMaps.offered(),
                        WattTime.offered(),
                        Eia930.offered(),
                        Ercot.offered())
                .flatMap(List::stream);
    }

    /** Names of the settings that hold keys. */
    public static Set<String> keySettings() {
        return sources().flatMap(each -> each.keySetting().stream()).collect(Collectors.toUnmodifiableSet());
    }
}
