package dev.flexgate.beckn.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.FlexCatalog;
import dev.flexgate.beckn.message.FlexResource;
import dev.flexgate.beckn.message.FlexResource.Availability;
import dev.flexgate.beckn.message.FlexResource.Baseline;
import dev.flexgate.beckn.message.FlexResource.Capability;
import dev.flexgate.beckn.message.FlexResource.Category;
import dev.flexgate.beckn.message.FlexResource.Place;
import dev.flexgate.beckn.message.FlexResource.Programme;
import dev.flexgate.quantity.Interval;
import dev.flexgate.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code DemandFlexibilityResource}: what can be activated, as items of a catalogue. */
final class DegResources {

    private static final String TYPE = "DemandFlexibilityResource";

    private DegResources() {}

    static ObjectNode write(FlexCatalog catalog) {
        ObjectNode json = DegFields.core("Catalog").put("beckn:id", catalog.id());
        json.set("beckn:descriptor", descriptor(catalog.name(), catalog.description()));
        json.set(
                "beckn:validity",
                DegFields.typed("TimePeriod")
                        .put("schema:startDate", catalog.validity().start().toString())
                        .put("schema:endDate", catalog.validity().end().toString()));
        ArrayNode items = json.putArray("beckn:items");
        catalog.resources().forEach(resource -> items.add(write(resource)));
        return json;
    }

    static ObjectNode write(FlexResource resource) {
        ObjectNode json =
                DegFields.core("Item").put("beckn:id", resource.id()).put("beckn:provider", resource.provider());
        json.set("beckn:descriptor", descriptor(resource.name(), resource.description()));
        json.putObject("beckn:category")
                .put("@type", "schema:CategoryCode")
                .put("schema:codeValue", resource.category().code())
                .put("schema:name", resource.category().name());
        ObjectNode place = json.putArray("beckn:availableAt").addObject();
        place.putObject("geo")
                .put("type", "Point")
                .putArray("coordinates")
                .add(resource.place().longitude())
                .add(resource.place().latitude());
        place.putObject("address").put("addressLocality", resource.place().locality());
        ObjectNode attributes = DegFields.attributes(TYPE)
                .put("beckn:consumerId", resource.consumerId())
                .put("beckn:subscriptionStatus", "active");
        attributes
                .putObject("beckn:subscribedProgram")
                .put("programId", resource.programme().id())
                .put("programName", resource.programme().name());
        attributes.set("beckn:participantCapabilities", write(resource.capability()));
        attributes.set("beckn:availabilityParameters", write(resource.availability()));
        attributes.set("beckn:baselineData", write(resource.baseline()));
        resource.incentive().ifPresent(terms -> attributes.set(DegIncentives.NAME, DegIncentives.write(terms)));
        json.set("beckn:itemAttributes", attributes);
        return json;
    }

    private static ObjectNode descriptor(String name, String description) {
        ObjectNode json = DegFields.typed("Descriptor").put("schema:name", name);
        DegFields.putUnlessEmpty(json, "beckn:shortDesc", description);
        return json;
    }

    private static ObjectNode write(Capability capability) {
        ObjectNode json = Json.object();
        ArrayNode types = json.putArray("participantType");
        capability.participantTypes().forEach(types::add);
        ArrayNode devices = json.putArray("deviceTypes");
        capability.devices().forEach(devices::add);
        json.putObject("loadCapacity")
                .put("min", capability.least().kilowatts())
                .put("max", capability.most().kilowatts())
                .put("unit", DegFields.KILOWATT)
                .put("currentAvailable", capability.now().kilowatts());
        return json.put("controlType", capability.controlType())
                .put("responseTime", capability.responseTime().toString());
    }

    private static ObjectNode write(Availability availability) {
        ObjectNode json =
                Json.object().put("currentAvailability", availability.window().isPresent());
        availability
                .window()
                .ifPresent(window -> json.put("availableFrom", window.start().toString())
                        .put("availableUntil", window.end().toString()));
        json.put("maxDuration", availability.longest().toString());
        json.putObject("operationalConstraints")
                .put("minimumNotice", availability.leastNotice().toString());
        return json;
    }

    private static ObjectNode write(Baseline baseline) {
        ObjectNode json = Json.object().put("baselineMethod", baseline.method());
        DegFields.kilowatts(json, "typicalLoad", baseline.typicalLoad());
        return json;
    }

    static List<FlexCatalog> read(JsonNode catalogs) {
        List<FlexCatalog> read = new ArrayList<>();
        for (JsonNode catalog : catalogs) {
            String path = "$.message.catalogs[" + read.size() + "]";
            JsonNode validity = catalog.path("beckn:validity");
            List<FlexResource> resources = new ArrayList<>();
            for (JsonNode item : catalog.path("beckn:items")) {
                resources.add(item(item, path + ".beckn:items[" + resources.size() + "]"));
            }
            read.add(new FlexCatalog(
                    catalog.path("beckn:id").asText(),
                    catalog.path("beckn:descriptor").path("schema:name").asText(),
                    catalog.path("beckn:descriptor").path("beckn:shortDesc").asText(),
                    DegFields.window(
                            LtsFields.instant(validity.path("schema:startDate"), path + ".beckn:validity"),
                            LtsFields.instant(validity.path("schema:endDate"), path + ".beckn:validity"),
                            path + ".beckn:validity"),
                    resources));
        }
        return read;
    }

    private static FlexResource item(JsonNode json, String path) {
        JsonNode descriptor = json.path("beckn:descriptor");
        JsonNode category = json.path("beckn:category");
        JsonNode attributes = json.path("beckn:itemAttributes");
        JsonNode programme = attributes.path("beckn:subscribedProgram");
        String inside = path + ".beckn:itemAttributes";
        return new FlexResource(
                json.path("beckn:id").asText(),
                json.path("beckn:provider").asText(),
                descriptor.path("schema:name").asText(),
                descriptor.path("beckn:shortDesc").asText(),
                new Category(
                        category.path("schema:codeValue").asText(),
                        category.path("schema:name").asText()),
                place(json.path("beckn:availableAt"), path + ".beckn:availableAt"),
                attributes.path("beckn:consumerId").asText(),
                new Programme(
                        programme.path("programId").asText(),
                        programme.path("programName").asText()),
                capability(attributes.path("beckn:participantCapabilities"), inside),
                availability(attributes.path("beckn:availabilityParameters"), inside),
                new Baseline(
                        attributes
                                .path("beckn:baselineData")
                                .path("baselineMethod")
                                .asText(),
                        DegFields.powerOf(attributes.path("beckn:baselineData"), "typicalLoad", inside)),
                DegIncentives.read(attributes, inside));
    }

    /** Some providers write one place instead of a list. */
    private static Place place(JsonNode places, String path) {
        JsonNode place = places.isArray() ? places.path(0) : places;
        JsonNode coordinates = place.path("geo").path("coordinates");
        if (!coordinates.path(0).isNumber() || !coordinates.path(1).isNumber()) {
            throw DegFields.format(path, "is no point", "send geo with a GeoJSON Point");
        }
        return new Place(
                LtsFields.plain(coordinates.path(1).decimalValue()),
                LtsFields.plain(coordinates.path(0).decimalValue()),
                place.path("address").path("addressLocality").asText());
    }

    private static Capability capability(JsonNode json, String path) {
        JsonNode load = json.path("loadCapacity");
        String unit = load.path("unit").asText(DegFields.KILOWATT);
        String inside = path + ".beckn:participantCapabilities";
        return new Capability(
                texts(json.path("participantType")),
                texts(json.path("deviceTypes")),
                DegFields.power(load.path("min"), unit, inside + ".loadCapacity.min"),
                DegFields.power(load.path("max"), unit, inside + ".loadCapacity.max"),
                DegFields.power(load.path("currentAvailable"), unit, inside + ".loadCapacity.currentAvailable"),
                json.path("controlType").asText(),
                DegFields.duration(json.path("responseTime"), inside + ".responseTime"));
    }

    private static List<String> texts(JsonNode array) {
        var texts = new ArrayList<String>();
        array.forEach(each -> texts.add(each.asText()));
        return texts;
    }

    private static Availability availability(JsonNode json, String path) {
        String inside = path + ".beckn:availabilityParameters";
        Optional<Instant> from = DegFields.maybeInstant(json, "availableFrom", inside);
        Optional<Instant> until = DegFields.maybeInstant(json, "availableUntil", inside);
        Optional<Interval> window = json.path("currentAvailability").asBoolean()
                ? from.flatMap(start -> until.map(end -> DegFields.window(start, end, inside)))
                : Optional.empty();
        Duration notice = DegFields.duration(
                json.path("operationalConstraints").path("minimumNotice"),
                inside + ".operationalConstraints.minimumNotice");
        return new Availability(window, DegFields.duration(json.path("maxDuration"), inside + ".maxDuration"), notice);
    }
}
