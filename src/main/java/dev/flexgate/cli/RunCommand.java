package dev.flexgate.cli;

import dev.flexgate.Config;
import dev.flexgate.Config.ConfigException;
import dev.flexgate.House;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
            house = House.open(config);
        } catch (ConfigException fault) {
            spec.commandLine().getErr().println(fault.getMessage());
            return ExitCode.USAGE.code();
        }
        var stopped = new CountDownLatch(1);
        House standing = house;
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(() -> {
            standing.close();
            stopped.countDown();
        }));
        spec.commandLine().getOut().println(house.banner());
        spec.commandLine().getOut().flush();
        stopped.await();
        return 0;
    }
}
