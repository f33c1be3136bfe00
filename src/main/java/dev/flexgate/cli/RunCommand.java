package dev.flexgate.cli;

import dev.flexgate.Config;
import dev.flexgate.Config.ConfigException;
import dev.flexgate.House;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code flexgate run}: starts the gateway and stays until it is told to stop. */
@Command(name = "run", description = "Start the gateway.")
final class RunCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it before call()
    private CommandSpec spec;

    @Option(
            names = "--replay",
            paramLabel = "FILE",
            description = "Replay a measured series, shifted onto today by whole weeks, in place of live feeds.")
    private String replay = "";

    @Override
    public Integer call() throws InterruptedException {
        House house;
        try {
            Config fromEnvironment = Config.fromEnvironment(System.getenv());
            Config config = replay.isEmpty() ? fromEnvironment : fromEnvironment.replaying(replay);
            house = open(config);
        } catch (ConfigException fault) {
            spec.commandLine().getErr().println(fault.getMessage());
            return ExitCode.USAGE.code();
        }
        return serve(house);
    }

    private House open(Config config) {
        Progress.Form form = ((FlexGateCommand) spec.root().userObject()).progress();
        var step = new AtomicInteger();
        try (var progress = Progress.of(spec.commandLine().getErr(), form, "starting", House.STEPS)) {
            House house = House.open(config, now -> progress.at(step.getAndIncrement(), now));
            progress.at(House.STEPS, "ready");
            return house;
        }
    }

    private int serve(House house) throws InterruptedException {
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            house.close();
            stopped.countDown();
        }));
        spec.commandLine().getOut().println(house.banner());
        spec.commandLine().getOut().flush();
        stopped.await();
        return 0;
    }
}
