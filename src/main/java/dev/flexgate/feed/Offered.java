package dev.flexgate.feed;

import dev.flexgate.feed.Feed.Archive;
import java.net.URI;
import java.time.InstantSource;
import java.util.Set;

/** A capability with what makes a provider of it. */
record Offered(Capability capability, Maker maker) {

    /**
     * The way to a provider, shared by all that is asked of it.
     *
     * @param key its key; empty where it needs none
     */
    record Link(ProviderHttp http, URI base, String key, InstantSource clock) {

        /** The address of {@code pathAndQuery} there. */
        URI at(String pathAndQuery) {
            return URI.create(base + pathAndQuery);
        }

        @Override
        public String toString() {
            return "Link[" + base.getHost() + "]";
        }
    }

    /**
     * What is asked for.
     *
     * @param zone whose readings these become
     * @param as the provider's own code for it
     * @param signals those wanted of the capability's
     */
    record Order(Capability capability, Zone zone, String as, Set<Signal> signals) {}

    /** Makes the provider of an order. */
    interface Maker {
        Provider make(Order order, Link link);
    }

    Feed feed(Zone zone, String as, Set<Signal> signals, Link link) {
        Capability.Window window = capability.window();
        Provider provider = maker.make(new Order(capability, zone, as, signals), link);
        return new Feed(provider, window.history(), window.behind(), window.ahead())
                .archived(window.archived() ? Archive.of(link.http().turn()) : Archive.NONE);
    }
}
