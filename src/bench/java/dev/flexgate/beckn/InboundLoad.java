package dev.flexgate.beckn;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Open-loop load of signed {@code select}s of 5 kB on an {@link InboundHouse} in a process of its own: messages leave at
 * a fixed rate whether or not earlier ones were answered, and each wait is counted from the moment its message was due,
 * so that a stall of the gateway shows in every message it delayed. Rate 0 is a closed loop: as many as come back.
 *
 * <p>Messages are written and signed before the clock starts; what is left of the client while it runs is copying
 * bytes into sockets and looking for the end of each answer. Besides the waits it says what a message cost the gateway
 * and the database in processor time, which changes little when something else runs on the machine.
 *
 * <p>Arguments: folder, event loops, connections, seconds, rates (one or more, in messages a second). Options of the
 * gateway's Java go into the property {@code bench.house}, messages to warm up with into {@code bench.warm}.
 */
public final class InboundLoad {

    static final int PORT = 18_099;

    /** A closed loop that is answered faster ends sooner: each message must be signed beforehand. */
    private static final int CLOSED_LOOP_PER_SECOND = 10_000;

    private static final int WARM_UP_MESSAGES = Integer.getInteger("bench.warm", 150_000);
    private static final int WARM_UP_SECONDS = 60;

    private InboundLoad() {}

    public static void main(String[] arguments) throws Exception {
        int connections = Integer.parseInt(arguments[2]);
        int seconds = Integer.parseInt(arguments[3]);
        Process house = house(Path.of(arguments[0]), arguments[1]);
        try (BufferedReader said = house.inputReader()) {
            awaitReady(said);
            System.out.println("warm-up: " + run(house, connections, WARM_UP_MESSAGES, WARM_UP_SECONDS, 0));
            for (int at = 4; at < arguments.length; at++) {
                int rate = Integer.parseInt(arguments[at]);
                int messages = (rate == 0 ? CLOSED_LOOP_PER_SECOND : rate) * seconds;
                System.out.println(run(house, connections, messages, seconds, rate));
            }
            house.getOutputStream().close();
            said.lines().forEach(System.out::println);
        } finally {
            house.destroy();
        }
    }

    private static Process house(Path folder, String loops) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx2g"));
        String options = System.getProperty("bench.house", "");
        if (!options.isBlank()) {
            command.addAll(List.of(options.strip().split(" +", -1)));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), InboundHouse.class.getName()));
        command.addAll(List.of(folder.toString(), Integer.toString(PORT), loops));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static void awaitReady(BufferedReader said) throws IOException {
        for (String line = said.readLine(); !"ready".equals(line); line = said.readLine()) {
            if (line == null) {
                throw new IllegalStateException("the house did not come up");
            }
        }
    }

    private static String run(Process house, int connections, int messages, int seconds, int rate) throws IOException {
        var selects = new SignedSelects(messages, PORT);
        Duration gateway = gatewayTime(house);
        Duration database = databaseTime(house);
        try (var level = new InboundLevel(selects, rate, Duration.ofSeconds(seconds), connections, PORT)) {
            level.run();
            return level.figures()
                    + String.format(
                            Locale.ROOT,
                            " gateway=%.0fus database=%.0fus",
                            perMessage(gatewayTime(house).minus(gateway), level),
                            perMessage(databaseTime(house).minus(database), level));
        }
    }

    private static double perMessage(Duration spent, InboundLevel level) {
        return spent.toNanos() / 1e3 / level.answered();
    }

    private static Duration gatewayTime(Process house) {
        return house.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** The database server is a child of the gateway, its connections are its own. */
    private static Duration databaseTime(Process house) {
        return house.descendants()
                .map(each -> each.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
