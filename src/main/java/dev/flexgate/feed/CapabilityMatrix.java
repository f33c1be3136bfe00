package dev.flexgate.feed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The capability matrix in words: the one source of the page and of docs/reference/feeds.md. */
public final class CapabilityMatrix {

    /**
     * What one series can tell.
     *
     * @param signals by name, all shares together as {@code MIX}
     * @param back how far it is asked, the first time
     * @param ahead the same; a dash for not at all
     */
    public record SeriesLine(
            String series,
            List<String> signals,
            String zones,
            String basis,
            String back,
            String ahead,
            String step,
            String quality,
            String published) {}

    /**
     * Who tells it, and on which terms.
     *
     * @param key the setting that holds it; empty where none is needed
     * @param rate how often it is asked at most
     */
    public record ProviderLine(
            String provider, String title, String address, String key, String rate, String licence) {}

    private CapabilityMatrix() {}

    public static List<SeriesLine> series() {
        return Catalogue.capabilities().stream().map(CapabilityMatrix::line).toList();
    }

    public static List<ProviderLine> providers() {
        return Catalogue.sources().map(CapabilityMatrix::line).toList();
    }

    /** Signals by name, in order; all of the fuel mix as {@code MIX}, some of it as {@code MIX (9 of 12)}. */
    public static List<String> names(Set<Signal> signals) {
        Set<Signal> shares = new TreeSet<>(Signal.mix());
        shares.retainAll(signals);
        int all = Signal.mix().size();
        List<String> names = signals.stream()
                .filter(each -> !Signal.mix().contains(each))
                .sorted()
                .map(Signal::name)
                .collect(Collectors.toCollection(ArrayList::new));
        if (!shares.isEmpty()) {
            names.add(shares.size() == all ? "MIX" : "MIX (" + shares.size() + " of " + all + ")");
        }
        return List.copyOf(names);
    }

    private static SeriesLine line(Capability each) {
        return new SeriesLine(
                each.series(),
                names(each.signals()),
                each.zonesInWords(),
                each.basis().words(),
                words(each.window().history()),
                words(each.window().ahead()),
                words(each.resolution()),
                each.quality().name(),
                each.published());
    }

    private static ProviderLine line(Source each) {
        Rate rate = each.rate();
        return new ProviderLine(
                each.id(),
                each.title(),
                each.base().toString(),
                each.keySetting().orElse(""),
                rate.requests() + " in " + words(rate.per()) + " ("
                        + rate.basis().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ")",
                each.licence());
    }

    private static String words(Duration duration) {
        if (duration.isZero()) {
            return "-";
        }
        return duration.toMinutes() % 1_440 == 0
                ? duration.toDays() + " d"
                : duration.toMinutes() % 60 == 0 ? duration.toHours() + " h" : duration.toMinutes() + " min";
    }
}
