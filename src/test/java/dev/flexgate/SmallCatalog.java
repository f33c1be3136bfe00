package dev.flexgate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/** The catalogue of the project with a few of its sites and none of its sample jobs: quicker to plan for. */
public final class SmallCatalog {

    private SmallCatalog() {}

    /** A copy below {@code folder}. */
    public static Path in(Path folder, Collection<String> sites) {
        Path copy = folder.resolve("catalog");
        try (var files = Files.walk(Path.of("catalog"))) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(Path.of("catalog").relativize(file).toString());
                boolean isSite = file.getParent() != null && file.getParent().endsWith("sites");
                boolean isJob = file.getParent() != null && file.getParent().endsWith("jobs");
                String name = file.getFileName().toString();
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else if (!isJob && (!isSite || sites.contains(name.replace(".json", "")))) {
                    Files.copy(file, target);
                }
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return copy;
    }

    /** The same with malleable jobs of so many kW each that may run at any of the sites within a day and a half. */
    public static Path in(Path folder, Collection<String> sites, int... kilowatts) {
        Path copy = in(folder, sites);
        StringBuilder jobs = new StringBuilder("{\"sample\": true, \"jobs\": [");
        for (int job = 0; job < kilowatts.length; job++) {
            jobs.append(job == 0 ? "" : ",").append("""
                    {"reference": "job-%d", "name": "job %d", "tenant": "fen-research", "shape": {"kind": "MALLEABLE"},
                     "itPowerKw": %d, "workKwh": %d, "releaseAfter": "PT0H", "deadlineAfter": "PT36H",
                     "homeSite": "%s", "allowedSites": [%s], "priority": "NORMAL"}
                    """.formatted(
                    job,
                    job,
                    kilowatts[job],
                    kilowatts[job] * 12,
                    sites.iterator().next(),
                    String.join(
                            ", ", sites.stream().map(site -> '"' + site + '"').toList())));
        }
        try {
            Files.writeString(copy.resolve("jobs/sample-jobs.json"), jobs.append("]}"));
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return copy;
    }
}
