package dev.flexgate.study;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Seeded instances as somebody would write them. */
final class InstanceText {

    private InstanceText() {}

    static byte[] bytes(ObjectNode file) {
        return Json.text(file).getBytes(StandardCharsets.UTF_8);
    }

    static ObjectNode random(long seed, int jobs, int sites, int slots, boolean contiguous) {
        var random = new Random(seed);
        ObjectNode file = Json.object();
        ObjectNode instance = file.putObject("instance")
                .put("id", "random-" + seed)
                .put("slot_hours", 0.5)
                .put("slots", slots);
        ArrayNode all = instance.putArray("sites");
        ArrayNode wanted = instance.putArray("jobs");
        double work = 0;
        for (int job = 0; job < jobs; job++) {
            work += job(wanted.addObject(), job, sites, slots, contiguous, random);
        }
        for (int site = 0; site < sites; site++) {
            site(all.addObject(), site, slots, work / (0.5 * sites * slots * 0.5), random);
        }
        return file;
    }

    private static double job(ObjectNode job, int number, int sites, int slots, boolean contiguous, Random random) {
        int length = 2 + random.nextInt(5);
        double mw = (1 + random.nextInt(4)) * 0.5;
        int window = Math.min(slots, length + 2 + random.nextInt(14));
        int release = random.nextInt(slots - window + 1);
        double mwh = mw * length * 0.5;
        job.put("id", "j%03d".formatted(number))
                .put("energy_mwh", mwh)
                .put("max_mw", mw)
                .put("release_slot", release)
                .put("deadline_slot", release + window)
                .put("home_site", "s0");
        if (contiguous) {
            job.put("shape", "contiguous");
        }
        ArrayNode allowed = job.putArray("allowed_sites").add("s0");
        ObjectNode transfer = job.putObject("transfer_gbp_per_mwh").put("s0", 0);
        for (int site = 1; site < sites; site++) {
            if (random.nextBoolean()) {
                allowed.add("s" + site);
                transfer.put("s" + site, 3);
            }
        }
        return mwh;
    }

    private static void site(ObjectNode site, int number, int slots, double meanMw, Random random) {
        site.put("id", "s" + number).put("pue", 1.2 + 0.05 * number);
        ArrayNode price = site.putArray("price_gbp_per_mwh");
        ArrayNode carbon = site.putArray("carbon_kg_per_mwh");
        ArrayNode capacity = site.putArray("capacity_mw");
        double phase = random.nextDouble() * 2 * Math.PI;
        for (int slot = 0; slot < slots; slot++) {
            double day = 2 * Math.PI * slot / slots + phase;
            price.add(Math.rint(100 * (70 + 40 * Math.sin(day) + 5 * random.nextGaussian())) / 100);
            carbon.add(Math.rint(10 * (200 + 80 * Math.cos(day) + 8 * random.nextGaussian())) / 10);
            capacity.add(Math.max(2, Math.rint(2 * meanMw) / 2));
        }
    }
}
