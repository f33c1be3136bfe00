package dev.flexgate.execution;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Ended;
import dev.flexgate.flexibility.dispatch.DispatchInstruction.Issued;
import dev.flexgate.flexibility.dispatch.Instruction;
import dev.flexgate.flexibility.dispatch.Target;
import dev.flexgate.wire.Json;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.jackson.JsonCloudEventData;
import io.cloudevents.jackson.JsonFormat;
import java.net.URI;
import java.time.ZoneOffset;
import java.util.UUID;

/** What a site is told, as CloudEvents 1.0 in structured JSON. Powers are whole watts, moments are UTC. */
final class DispatchEvents {

    static final String CONTENT_TYPE = JsonFormat.CONTENT_TYPE;

    /** Do this, from then until then. */
    static final String INSTRUCT = "flex.dispatch.instruct.v1";

    /** Forget it: draw what you like again. */
    static final String RELEASE = "flex.dispatch.release.v1";

    private final URI source;

    /** Events that all name {@code source} as who speaks. */
    DispatchEvents(URI source) {
        this.source = source;
    }

    byte[] instruct(UUID id, Issued issued) {
        Instruction instruction = issued.instruction();
        ObjectNode data = common(issued);
        data.put("direction", instruction.direction().name());
        data.putObject("window")
                .put("start", instruction.window().start().toString())
                .put("end", instruction.window().end().toString());
        ArrayNode targets = data.putArray("targets");
        instruction.targets().forEach(target -> targets.add(json(target)));
        data.put("answerBy", issued.ackBy().toString());
        data.put("releaseAt", instruction.releaseAt().toString());
        ArrayNode supersedes = data.putArray("supersedes");
        issued.head().supersedes().forEach(earlier -> supersedes.add(earlier.toString()));
        data.put("answerPath", "/api/v1/dispatches/" + issued.id());
        return bytes(id, INSTRUCT, issued, data);
    }

    byte[] release(UUID id, Ended ended) {
        ObjectNode data = common(ended);
        data.put("state", ended.state().name());
        data.put("why", ended.why());
        return bytes(id, RELEASE, ended, data);
    }

    private static ObjectNode common(DispatchInstruction instruction) {
        return Json.object()
                .put("dispatchId", instruction.id().toString())
                .put("revision", instruction.revision())
                .put("orderId", instruction.instruction().order().toString())
                .put("siteId", instruction.instruction().site().value());
    }

    private static ObjectNode json(Target target) {
        return Json.object()
                .put("start", target.period().start().toString())
                .put("end", target.period().end().toString())
                .put("itPowerW", target.itPower().watts())
                .put("facilityPowerW", target.facilityPower().watts())
                .put("reductionW", target.reduction().watts());
    }

    private byte[] bytes(UUID id, String type, DispatchInstruction instruction, ObjectNode data) {
        CloudEvent event = CloudEventBuilder.v1()
                .withId(id.toString())
                .withSource(source)
                .withType(type)
                .withSubject(instruction.id().toString())
                .withTime(instruction.head().since().atOffset(ZoneOffset.UTC))
                .withData("application/json", JsonCloudEventData.wrap(data))
                .build();
        return new JsonFormat().serialize(event);
    }
}
