package dev.flexgate.workload;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.quantity.Energy;
import dev.flexgate.quantity.Power;
import dev.flexgate.wire.JsonLimits;
import dev.flexgate.wire.JsonRefusedException;
import dev.flexgate.wire.StrictJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The files of {@code catalog/} that say what can flex: {@code sites/*.json} with their assets, {@code policies/*.json} and
 * {@code jobs/*.json}. Unknown fields are refused; a folder that is not there is empty.
 */
record WorkloadFiles(List<Site> sites, List<Asset> assets, List<Policy> policies, List<SampleJob> sampleJobs) {

    /** What one file of {@code sites/} says. */
    private record SiteFile(Site site, List<Asset> assets) {}

    /** Files of one folder; more is a mistake, not a catalogue. */
    static final int FILES_MAX = 1_000;

    private static final long FILE_BYTES_MAX = JsonLimits.DEFAULT.bytes();

    static WorkloadFiles read(Path catalog) {
        List<SiteFile> siteFiles = folder(catalog, "sites", WorkloadFiles::siteFile);
        List<Site> sites = siteFiles.stream().map(SiteFile::site).toList();
        List<Asset> assets =
                siteFiles.stream().flatMap(file -> file.assets().stream()).toList();
        List<Policy> policies = folder(catalog, "policies", PolicyForm::read);
        List<SampleJob> jobs = folder(catalog, "jobs", WorkloadFiles::sampleJobs).stream()
                .flatMap(List::stream)
                .toList();
        refuseTwins("sites", "id", sites.stream().map(Site::id).toList());
        refuseTwins("sites", "assets.id", assets.stream().map(Asset::id).toList());
        // Two assets behind one meter would be paid for the same kilowatt-hours.
        refuseTwins("sites", "assets.meter", assets.stream().map(Asset::meter).toList());
        refuseTwins("policies", "tenant", policies.stream().map(Policy::tenant).toList());
        refuseTwins("jobs", "reference", jobs.stream().map(SampleJob::reference).toList());
        return new WorkloadFiles(sites, assets, policies, jobs);
    }

    private static SiteFile siteFile(Fields file) {
        Site site = site(file);
        return new SiteFile(site, file.optionalObjects("assets", fields -> asset(site, fields)));
    }

    private static Asset asset(Site site, Fields fields) {
        return new Asset(
                new AssetId(fields.text("id", "such as \"south-wales-gpu\"")),
                site.id(),
                fields.choice("kind", AssetKind.class),
                kilowatts(fields, "maxTurnDownKw"),
                kilowatts(fields, "maxTurnUpKw"),
                new MeterId(fields.text("meter", "such as \"south-wales-gpu\"")),
                msids(fields),
                fields.optionalText("bmUnit", "such as \"V__KFLEX001\""));
    }

    private static Optional<MsidPair> msids(Fields fields) {
        Optional<String> export = fields.optionalText("exportMsid", "such as \"2100000000001\"");
        Optional<String> imported = fields.optionalText("importMsid", "such as \"2100000000000\"");
        if (export.isPresent() && imported.isEmpty()) {
            throw fields.refusal("importMsid", "is missing: an export MSID needs its import MSID");
        }
        return imported.map(msid -> new MsidPair(msid, export));
    }

    private static Site site(Fields file) {
        return new Site(
                new SiteId(file.text("id", "such as \"south-wales\"")),
                file.text("name", "such as \"South Wales\""),
                new TenantId(file.text("operator", "such as \"flexgate-compute\"")),
                file.object("grid", WorkloadFiles::grid),
                file.object("place", WorkloadFiles::place),
                file.object("power", WorkloadFiles::power));
    }

    private static GridArea grid(Fields grid) {
        return new GridArea(
                grid.text("carbonZone", "such as \"GB-10\""),
                grid.text("priceZone", "such as \"GB-A\""),
                grid.text("gspGroup", "such as \"_A\""));
    }

    private static Place place(Fields place) {
        return new Place(
                place.text("locality", "such as \"Newport\""),
                place.decimal("latitude", "such as 51.57"),
                place.decimal("longitude", "such as -3.03"));
    }

    private static SitePower power(Fields power) {
        return new SitePower(
                kilowatts(power, "itCapacityKw"),
                kilowatts(power, "importLimitKw"),
                kilowatts(power, "inflexibleBaseKw"),
                power.decimal("pue", "such as 1.2"));
    }

    private static List<SampleJob> sampleJobs(Fields file) {
        if (!file.flag("sample")) {
            throw file.refusal("sample", "must be true: jobs in files are samples, others are submitted");
        }
        return file.objects("jobs", WorkloadFiles::sampleJob);
    }

    private static SampleJob sampleJob(Fields job) {
        return new SampleJob(
                new TenantId(job.text("tenant", "such as \"fen-research\"")),
                Names.slug(job.text("reference", "such as \"nightly-index\""), "reference"),
                job.text("name", "such as \"Nightly index\""),
                job.object("shape", WorkloadFiles::shape),
                demand(job),
                job.duration("releaseAfter", "such as \"PT2H\""),
                job.duration("deadlineAfter", "such as \"PT26H\""),
                SiteChoice.of(
                        new SiteId(job.text("homeSite", "such as \"south-wales\"")),
                        job.texts("allowedSites", "such as [\"south-wales\"]").stream()
                                .map(SiteId::new)
                                .toList()),
                HandlingForm.read(job),
                job.choice("priority", Priority.class));
    }

    private static Demand demand(Fields job) {
        return new Demand(kilowatts(job, "itPowerKw"), Energy.ofKilowattHours(job.decimal("workKwh", "such as 1200")));
    }

    private static JobShape shape(Fields shape) {
        enum Kind {
            MALLEABLE,
            PREEMPTIBLE,
            CONTIGUOUS
        }
        return switch (shape.choice("kind", Kind.class)) {
            case MALLEABLE -> new JobShape.Malleable();
            case CONTIGUOUS -> new JobShape.Contiguous();
            case PREEMPTIBLE ->
                new JobShape.Preemptible(
                        shape.optionalInteger("maxInterruptions", "such as 3").orElse(JobShape.Preemptible.UNLIMITED));
        };
    }

    private static Power kilowatts(Fields fields, String name) {
        return Power.ofKilowatts(fields.decimal(name, "such as 400"));
    }

    private static <T> List<T> folder(Path catalog, String name, Function<Fields, T> form) {
        Path folder = catalog.resolve(name);
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<T> read = new ArrayList<>();
        for (Path file : jsonFiles(folder)) {
            String label = name + "/" + file.getFileName();
            read.add(Fields.read(label, parse(file, label), form));
        }
        return List.copyOf(read);
    }

    private static List<Path> jsonFiles(Path folder) {
        try (var files = Files.list(folder)) {
            List<Path> found = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .limit(FILES_MAX + 1)
                    .toList();
            if (found.size() > FILES_MAX) {
                throw new WorkloadFileException(
                        String.valueOf(folder.getFileName()), "", "holds over " + FILES_MAX + " files");
            }
            return found;
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot list " + folder, broken);
        }
    }

    private static JsonNode parse(Path file, String label) {
        try {
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw new WorkloadFileException(label, "", "is over " + FILE_BYTES_MAX + " bytes: split it");
            }
            return StrictJson.parse(Files.readAllBytes(file));
        } catch (JsonRefusedException refused) {
            throw new WorkloadFileException(label, "", "is not JSON as it should be: " + refused.getMessage());
        } catch (IOException broken) {
            throw new UncheckedIOException("cannot read " + file, broken);
        }
    }

    private static void refuseTwins(String folder, String field, List<?> names) {
        Set<Object> seen = new HashSet<>();
        for (Object name : names) {
            if (!seen.add(name)) {
                throw new WorkloadFileException(folder, field, "is used twice: " + name);
            }
        }
    }
}
