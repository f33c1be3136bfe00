package dev.flexgate;

import dev.flexgate.feed.FeedAgent;
import dev.flexgate.feed.FeedStatus;
import dev.flexgate.identity.Ed25519;
import dev.flexgate.market.Market;
import dev.flexgate.planning.Plan;
import dev.flexgate.planning.Planning;
import java.util.ArrayList;
import java.util.List;

/** The few lines that a person sees when the gateway is ready. */
final class Banner {

    private Banner() {}

    static String text(Config config, boolean keys, int sites, FeedAgent feeds, Planning planning, Market market) {
        List<String> lines = new ArrayList<>();
        lines.add("FlexGate is ready");
        lines.add("  console        " + address(config.http()) + "/");
        lines.add("  REST and log   " + address(config.http()) + "/api/v1  " + address(config.http()) + "/log");
        lines.add("  Beckn          " + config.network().url() + "  as "
                + config.network().subscriberId());
        lines.add("  operations     " + address(config.operations()) + "/readyz  /metrics");
        lines.add("  sites          " + sites + ", sample data: "
                + (market.catalogue().provider().sample() ? "yes" : "no"));
        lines.add("  plan           " + planning.standing().map(Banner::plan).orElse("in the making"));
        lines.add("  slots          " + market.catalogue().listings().size() + " published");
        long simulated = feeds.statuses().stream().filter(FeedStatus::simulated).count();
        if (simulated > 0) {
            lines.add(
                    "  NOTE           " + simulated + " of " + feeds.statuses().size()
                            + " feeds are SIMULATED: no number derived from them is measured or forecast by a provider");
        }
        config.testClock()
                .ifPresent(start -> lines.add("  NOTE           on a TEST CLOCK that stands until it is moved: POST "
                        + address(config.operations()) + "/clock"));
        if (!keys) {
            lines.add(
                    "  NOTE           no API keys are configured: bound to loopback only, and whoever can reach it from"
                            + " this machine may do everything; make one with: flexgate keys create --scope admin");
        } else if (config.http().isLoopback()) {
            lines.add("  NOTE           bound to loopback only");
        }
        lines.add("  signatures     " + Ed25519.provider());
        return String.join(System.lineSeparator(), lines);
    }

    private static String plan(Plan plan) {
        return "version " + plan.version() + ", cost " + plan.certificate().cost() + ", certified gap "
                + plan.certificate()
                        .gap()
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString() + " %, "
                + plan.deferred().size() + " jobs deferred, forecasts " + plan.quality();
    }

    private static String address(Config.Listener listener) {
        return "http://" + listener.host() + ":" + listener.port();
    }
}
