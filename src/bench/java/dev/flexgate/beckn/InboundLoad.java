package dev.flexgate.beckn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Open-loop load of signed {@code select}s of 5 kB on an {@link InboundHouse} in a process of its own: messages leave at
 * a fixed rate whether or not earlier ones were answered, and each wait is counted from the moment its message was due,
 * so that a stall of the gateway shows in every message it delayed. Rate 0 is a closed loop: as many as come back.
 *
 * <p>Messages are written and signed before the clock starts; what is left of the client while it runs is copying
 * bytes into sockets and looking for the end of each answer. Besides the waits it says what a message cost the gateway,
 * the database and the generator in processor time, which changes little when something else runs on the machine, how
 * many messages shared a commit, and what was collected and logged meanwhile.
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

    /** Threads of the virtual machine. What they take now a gateway that runs longer does not take any more. */
    private static final List<String> COMPILING = List.of("C1 ", "C2 ");

    /** Of the fields after the name in {@code /proc/<pid>/stat}: that of its own time. */
    private static final int FIRST_COUNT = 11;

    private static final List<String> COLLECTING = List.of("GC ", "G1 ", "VM Thread");

    private InboundLoad() {}

    public static void main(String[] arguments) throws Exception {
        int connections = Integer.parseInt(arguments[2]);
        int seconds = Integer.parseInt(arguments[3]);
        Process house = house(Path.of(arguments[0]), arguments[1]);
        try (BufferedReader said = house.inputReader()) {
            awaitReady(said);
            System.out.println("warm-up: " + run(house, said, connections, WARM_UP_MESSAGES, WARM_UP_SECONDS, 0));
            for (int at = 4; at < arguments.length; at++) {
                int rate = Integer.parseInt(arguments[at]);
                int messages = (rate == 0 ? CLOSED_LOOP_PER_SECOND : rate) * seconds;
                System.out.println(run(house, said, connections, messages, seconds, rate));
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

    private static String run(Process house, BufferedReader said, int connections, int messages, int seconds, int rate)
            throws IOException {
        var selects = new SignedSelects(messages, PORT);
        try (var level = new InboundLevel(selects, rate, Duration.ofSeconds(seconds), connections, PORT)) {
            InboundCounts counts = counts(house, said);
            Duration gateway = gatewayTime(house);
            Duration compiling = threadTime(house, COMPILING);
            Duration collecting = threadTime(house, COLLECTING);
            Duration database = databaseTime(house);
            level.run();
            double gatewayMicros = perMessage(gatewayTime(house).minus(gateway), level);
            double databaseMicros = perMessage(databaseTime(house).minus(database), level);
            double compilingMicros = perMessage(threadTime(house, COMPILING).minus(compiling), level);
            double collectingMicros = perMessage(threadTime(house, COLLECTING).minus(collecting), level);
            return level.figures()
                    + String.format(
                            Locale.ROOT,
                            " gateway=%.0fus (compiling %.0f, collecting %.0f) database=%.0fus generator=%.0fus"
                                    + " %s load-average=%.1f",
                            gatewayMicros,
                            compilingMicros,
                            collectingMicros,
                            databaseMicros,
                            perMessage(level.spent(), level),
                            counts(house, said).since(counts),
                            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        }
    }

    private static InboundCounts counts(Process house, BufferedReader said) throws IOException {
        OutputStream asked = house.getOutputStream();
        asked.write('\n');
        asked.flush();
        String line = said.readLine();
        while (line != null && !line.startsWith(InboundCounts.MARK)) {
            System.out.println(line);
            line = said.readLine();
        }
        return InboundCounts.read(Objects.requireNonNull(line, "the house has gone"));
    }

    /** Of threads whose names begin so; zero where the operating system does not say. */
    private static Duration threadTime(Process house, List<String> names) throws IOException {
        Path threads = Path.of("/proc", Long.toString(house.pid()), "task");
        if (!Files.exists(threads)) {
            return Duration.ZERO;
        }
        long ticks = 0;
        try (Stream<Path> each = Files.list(threads)) {
            for (Path thread : each.toList()) {
                ticks += ticks(thread.resolve("stat"), name -> names.stream().anyMatch(name::startsWith), 2);
            }
        }
        return Duration.ofMillis(
                10 * ticks); // the kernel has a hundred of them in a second, whatever its own clock does
    }

    /** Of what is called so, the first two or four of: its own time, the kernel's for it, both of its ended children. */
    private static long ticks(Path stat, Predicate<String> wanted, int counts) {
        try {
            String line = Files.readString(stat);
            int end = line.lastIndexOf(')');
            String[] fields = line.substring(end + 2).split(" ", -1);
            return wanted.test(line.substring(line.indexOf('(') + 1, end))
                    ? Arrays.stream(fields, FIRST_COUNT, FIRST_COUNT + counts)
                            .mapToLong(Long::parseLong)
                            .sum()
                    : 0;
        } catch (IOException gone) {
            return 0;
        }
    }

    private static double perMessage(Duration spent, InboundLevel level) {
        return spent.toNanos() / 1e3 / level.answered();
    }

    private static Duration gatewayTime(Process house) {
        return house.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /**
     * The database server is a child of the gateway, its connections are its own. One that ends meanwhile is counted by
     * the server.
     */
    private static Duration databaseTime(Process house) {
        return Duration.ofMillis(10
                * house.descendants()
                        .mapToLong(each -> ticks(Path.of("/proc", Long.toString(each.pid()), "stat"), _ -> true, 4))
                        .sum());
    }
}
