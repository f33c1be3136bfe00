package dev.flexgate.planning;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;

/** The agents of one gateway, each a verticle on a virtual thread of its own: one energy agent a site. */
final class Agents implements AutoCloseable {

    private static final DeploymentOptions OPTIONS =
            new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);

    private final Vertx vertx;
    private final Addresses addresses;
    private final List<String> deployments = new ArrayList<>();
    private final ReentrantLock deploying = new ReentrantLock();
    private int sites;

    Agents(Vertx vertx, Addresses addresses, int shards) {
        this.vertx = vertx;
        this.addresses = addresses;
        RecordCodec.register(vertx);
        List<Agent<?>> agents = new ArrayList<>();
        agents.add(new PolicyAgent(addresses.policy()));
        IntStream.range(0, shards).forEach(shard -> agents.add(new JobAgent(addresses.jobs(shard))));
        deploy(agents);
    }

    /** Sees to it that at least so many sites have an energy agent. */
    void speakFor(int wanted) {
        deploying.lock();
        try {
            List<Agent<?>> agents = new ArrayList<>();
            while (sites < wanted) {
                agents.add(new EnergyAgent(addresses.energy(sites++)));
            }
            deploy(agents);
        } finally {
            deploying.unlock();
        }
    }

    private void deploy(List<Agent<?>> agents) {
        List<Future<String>> deploying = agents.stream()
                .map(agent -> vertx.deployVerticle(agent, OPTIONS))
                .toList();
        deploying.forEach(each -> deployments.add(each.await()));
    }

    @Override
    public void close() {
        // Those that were deployed from the planning clock's own context went with it.
        deployments.stream()
                .map(each -> vertx.undeploy(each).otherwiseEmpty())
                .toList()
                .forEach(each -> each.await());
        deployments.clear();
    }
}
