package dev.flexgate.beckn.activation;

import dev.flexgate.beckn.dialect.DegDialect;
import dev.flexgate.beckn.discovery.Discovery;
import dev.flexgate.beckn.discovery.DiscoveryLimits;
import dev.flexgate.beckn.discovery.DocumentStock;
import dev.flexgate.beckn.discovery.Search;
import dev.flexgate.beckn.discovery.Viewer;
import dev.flexgate.beckn.message.BecknMessage.DiscoverResources;
import dev.flexgate.beckn.message.FlexCatalog;
import dev.flexgate.beckn.message.FlexResource;
import dev.flexgate.beckn.message.FlexResource.Availability;
import dev.flexgate.beckn.message.FlexResource.Baseline;
import dev.flexgate.beckn.message.FlexResource.Capability;
import dev.flexgate.beckn.message.FlexResource.Place;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Interval;
import dev.flexgate.quantity.Power;
import dev.flexgate.workload.Site;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Our sites as resources that can be activated, and what of them an operator looks for. */
final class FlexCatalogs {

    private static final Duration NONE = HalfHours.STEP;

    private final FlexSources sources;
    private final FlexProfile profile;
    private final String provider;
    private final DiscoveryLimits limits;

    FlexCatalogs(FlexSources sources, String provider, DiscoveryLimits limits) {
        this.sources = sources;
        this.profile = sources.profile();
        this.provider = provider;
        this.limits = limits;
    }

    List<FlexCatalog> find(DiscoverResources asked, Instant now) {
        List<FlexResource> standing = sources.headroom().get().stream()
                .map(headroom -> resource(headroom, now))
                .toList();
        if (standing.isEmpty()) {
            return List.of();
        }
        FlexCatalog catalog = catalog(standing, now);
        var viewer =
                new Viewer(asked.context().bap().id(), Set.of(asked.context().networkId()), "BAP");
        return Discovery.find(
                        new DocumentStock(DegDialect.filterDocument(List.of(catalog))),
                        new Search(asked.intent(), viewer, "$.message.spatial"),
                        limits)
                .stream()
                .map(part -> catalog.part(part.resources()))
                .toList();
    }

    private FlexCatalog catalog(List<FlexResource> resources, Instant now) {
        Instant from = now.truncatedTo(ChronoUnit.SECONDS);
        return new FlexCatalog(
                "catalog-flexibility-" + provider,
                "Available subscribed consumers: computing sites of " + provider,
                "Active subscribers of our turn-down programme, available for demand flexibility (DF) events",
                new Interval(from, from.plus(profile.validity())),
                resources);
    }

    private FlexResource resource(Headroom headroom, Instant now) {
        Site site = headroom.site();
        SortedMap<Instant, Power> run = run(headroom.left(), now.plus(profile.leastNotice()));
        Optional<Interval> window = run.isEmpty()
                ? Optional.empty()
                : Optional.of(new Interval(run.firstKey(), run.lastKey().plus(HalfHours.STEP)));
        Duration longest = window.map(Interval::length).orElse(NONE);
        return new FlexResource(
                site.id().value(),
                provider,
                site.name(),
                "Computing that can wait, up to " + most(run.values()) + " less",
                profile.category(),
                new Place(
                        site.place().latitude(),
                        site.place().longitude(),
                        site.place().locality()),
                site.id().value(),
                profile.programme(),
                capability(run),
                new Availability(window, longest, profile.leastNotice()),
                new Baseline("COUNTERFACTUAL_SCHEDULE", headroom.typicalLoad()),
                Optional.of(profile.incentive()));
    }

    private Capability capability(SortedMap<Instant, Power> run) {
        return new Capability(
                profile.participantTypes(),
                profile.devices(),
                run.values().stream().reduce(Power::min).orElse(Power.ZERO),
                most(run.values()),
                run.isEmpty() ? Power.ZERO : run.firstEntry().getValue(),
                profile.controlMode(),
                profile.responseTime());
    }

    private static Power most(Collection<Power> powers) {
        return powers.stream().max(Power::compareTo).orElse(Power.ZERO);
    }

    /** The first half-hours from {@code from} on, without a gap, in which there is something to give. */
    private static SortedMap<Instant, Power> run(SortedMap<Instant, Power> left, Instant from) {
        var run = new TreeMap<Instant, Power>();
        List<Map.Entry<Instant, Power>> later =
                new ArrayList<>(left.tailMap(from).entrySet());
        for (Map.Entry<Instant, Power> each : later) {
            boolean follows =
                    run.isEmpty() || run.lastKey().plus(HalfHours.STEP).equals(each.getKey());
            if (each.getValue().isPositive() && follows) {
                run.put(each.getKey(), each.getValue());
            } else if (!run.isEmpty()) {
                break;
            }
        }
        return run;
    }
}
