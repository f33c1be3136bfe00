package dev.flexgate.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.negotiation.NegotiationLimits;
import dev.flexgate.study.Instance;
import dev.flexgate.study.InstanceFile;
import dev.flexgate.study.InstanceSolver;
import dev.flexgate.study.SolutionJson;
import dev.flexgate.study.StudyFileException;
import dev.flexgate.wire.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code flexgate plan}: plans without a gateway. */
@Command(name = "plan", description = "Solve planning problems from files.")
final class PlanCommand extends RestCommand {

    /** Far closer than a plan needs: so that shadow prices are those of the optimum. */
    private static final double TARGET_GAP = 1e-7;

    private static final Table SOLUTIONS = Table.of(
            "CAP", "/cap",
            "LIMIT KG", "/carbon_cap_kg",
            "OBJECTIVE GBP", "/objective_gbp",
            "BOUND GBP", "/bound_gbp",
            "GAP %", "/gap_pct",
            "CARBON KG", "/carbon_kg",
            "SHADOW GBP/KG", "/carbon_shadow_price_gbp_per_kg",
            "DEFERRED MWH", "/deferred_mwh",
            "MS", "/wall_ms",
            "REFERENCE GBP", "/reference_gbp",
            "ABOVE %", "/above_reference_pct");

    @Command(
            name = "solve",
            description = "Solve an instance under every carbon cap in its file; no gateway is asked.",
            footer = {"", "Exit code 11: work had to be left undone; the output names what binds."})
    int solve(
            @Parameters(paramLabel = "INSTANCE.json", description = "See docs/reference/instances.md.") Path file,
            @Option(names = "--carbon-cap", paramLabel = "KG", description = "Another cap; may be given again.")
                    List<Double> more,
            @Option(
                            names = "--moves",
                            defaultValue = "400",
                            description = "Attempts a job to better work that does not divide (default 400).")
                    int moves,
            @Option(
                            names = "--search",
                            paramLabel = "STEPS",
                            defaultValue = "20000",
                            description = "Steps a job to search where work runs that does not divide (default 20000).")
                    int search) {
        Instance instance = read(file);
        List<Instance.Cap> caps = caps(instance, more == null ? List.of() : more);
        instance.unknownFields().forEach(field -> err().println("ignored: " + field + " means nothing here"));
        var limits = NegotiationLimits.STANDARD
                .withTargetGap(TARGET_GAP)
                .withMaxMoves(Math.clamp(moves, 0, 100_000))
                .withSearch(Math.clamp(search, 0, 10_000_000));
        var solver = new InstanceSolver(limits, System::nanoTime);
        boolean schedule = options().output() != FlexGateCommand.Output.TABLE;
        ArrayNode solutions = Json.array();
        try (var progress = progress("plan solve", caps.size())) {
            for (Instance.Cap cap : caps) {
                progress.at(solutions.size(), cap.name());
                solutions.add(SolutionJson.of(solver.solve(instance, cap), schedule));
            }
            progress.at(solutions.size(), "");
        }
        print(instance, solutions);
        boolean all =
                solutions.valueStream().allMatch(each -> each.path("deferred").isEmpty());
        return (all ? ExitCode.DONE : ExitCode.INFEASIBLE).code();
    }

    private static List<Instance.Cap> caps(Instance instance, List<Double> more) {
        List<Instance.Cap> caps = new ArrayList<>(instance.caps());
        for (double kg : more) {
            if (!(kg >= 0)) {
                throw new CommandFailure(
                        ExitCode.USAGE,
                        "--carbon-cap is no cap",
                        "a carbon cap is zero or more, not " + kg,
                        "write kilograms, such as --carbon-cap 408");
            }
            caps.add(new Instance.Cap("--carbon-cap " + kg, kg, OptionalDouble.empty()));
        }
        return caps;
    }

    private static Instance read(Path file) {
        try {
            if (Files.size(file) > InstanceFile.BYTES_MAX) {
                throw new CommandFailure(
                        ExitCode.REJECTED,
                        "the instance is not solved",
                        file + " is over " + InstanceFile.BYTES_MAX + " bytes",
                        "divide it");
            }
            return InstanceFile.read(Files.readAllBytes(file));
        } catch (IOException unreadable) {
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "the instance cannot be read",
                    file + " is no readable file",
                    "name a JSON file of the form in docs/reference/instances.md");
        } catch (StudyFileException faulty) {
            throw new CommandFailure(
                    ExitCode.REJECTED,
                    "the instance is not solved",
                    String.valueOf(faulty.getMessage()),
                    "mend that field; see docs/reference/instances.md");
        }
    }

    private void print(Instance instance, ArrayNode solutions) {
        switch (options().output()) {
            case JSON -> {
                ObjectNode json = Json.object().put("instance", instance.id());
                json.put("jobs", instance.problem().jobs().size());
                json.put("sites", instance.problem().sites().size());
                json.put("slots", instance.problem().periods());
                json.set("solutions", solutions);
                out().println(Json.text(json));
            }
            case JSONL -> solutions.forEach(each -> out().println(Json.text(each)));
            case TABLE -> {
                SOLUTIONS.print(out(), solutions);
                solutions.forEach(this::limits);
                solutions.forEach(this::deferred);
            }
        }
        out().flush();
    }

    private void limits(JsonNode solution) {
        solution.path("limits")
                .forEach(each -> out().println("limit under "
                        + solution.path("cap").asText() + ": "
                        + each.path("name").asText() + ", "
                        + each.path("measure").asText() + ", "
                        + plain(each.path("used")) + " of " + plain(each.path("most")) + ", shadow price "
                        + plain(each.path("shadow_price_gbp")) + " GBP"));
    }

    private static String numbers(JsonNode limit) {
        return limit.isMissingNode()
                ? ""
                : " (" + limit.path("name").asText() + ": at most " + plain(limit.path("most")) + ", others use "
                        + plain(limit.path("used_by_others")) + ", it needs at least "
                        + plain(limit.path("needs_at_least")) + ")";
    }

    private static String plain(JsonNode number) {
        return number.decimalValue().stripTrailingZeros().toPlainString();
    }

    private void deferred(JsonNode solution) {
        solution.path("deferred")
                .forEach(each -> out().println("deferred under "
                        + solution.path("cap").asText() + ": job "
                        + each.path("job").asText() + ", "
                        + plain(each.path("mwh")) + " MWh, "
                        + each.path("reason").asText() + numbers(each.path("limit"))));
    }
}
