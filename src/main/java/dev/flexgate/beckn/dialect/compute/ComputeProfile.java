package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.DegSearches;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.Init;
import dev.flexgate.beckn.message.BecknMessage.OnConfirm;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.BecknMessage.OnInit;
import dev.flexgate.beckn.message.BecknMessage.OnSelect;
import dev.flexgate.beckn.message.BecknMessage.OnStatus;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.BecknMessage.Status;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.wire.Json;
import java.util.List;

/** What the messages about compute windows say inside their envelope. */
public final class ComputeProfile {

    private ComputeProfile() {}

    /**
     * Reads what is in the envelope of a request; its defects have been mended, its shape checked.
     *
     * @param assumed names of the rules that chose between readings
     */
    public static BecknMessage.Request readRequest(
            Action action, Context context, JsonNode message, List<String> assumed) {
        if (action == Action.DISCOVER) {
            return new Discover(context, DegSearches.intent(message));
        }
        Proposal proposal = ComputeProposals.read(message.path("order"), context, assumed);
        return switch (action) {
            case DISCOVER, SELECT -> new Select(context, proposal);
            case INIT -> new Init(context, proposal);
            case CONFIRM -> new Confirm(context, proposal);
            case STATUS -> new Status(context, proposal);
            case TRACK, UPDATE, CANCEL, RATE, SUPPORT -> throw notSpoken(action);
        };
    }

    /** Reads what is in the envelope of a callback. */
    public static BecknMessage.Callback readCallback(Action action, Context context, JsonNode message) {
        return switch (action) {
            case DISCOVER -> new OnDiscover(context, ComputeCatalogs.read(message.path("catalogs"), context));
            case SELECT -> new OnSelect(context, contract(message, context));
            case INIT -> new OnInit(context, contract(message, context));
            case CONFIRM -> new OnConfirm(context, contract(message, context));
            case STATUS -> new OnStatus(context, contract(message, context));
            case TRACK, UPDATE, CANCEL, RATE, SUPPORT -> throw notSpoken(action);
        };
    }

    private static RefusedException notSpoken(Action action) {
        return RefusedException.of(ErrorCode.NET_NOT_IMPLEMENTED, action.label() + " is not supported here");
    }

    private static Contract contract(JsonNode message, Context context) {
        return ComputeContractReading.read(message.path("order"), context);
    }

    /** What was asked, as a failed callback repeats it. */
    public static BecknMessage.Request readAsked(Action action, Context context, JsonNode message) {
        return action == Action.DISCOVER
                ? new Discover(context, new Intent("", ""))
                : readRequest(action, context, message, List.of());
    }

    /** The body of a message. */
    public static ObjectNode write(BecknMessage message) {
        Context context = message.context();
        return switch (message) {
            case Discover discover -> DegSearches.write(discover.intent());
            case Select select -> order(ComputeProposals.write(select.proposal(), context, "CREATED"));
            case Init init -> order(ComputeProposals.write(init.proposal(), context, "PENDING"));
            case Confirm confirm -> order(ComputeProposals.write(confirm.proposal(), context, "CONFIRMED"));
            case Status status -> status(status.proposal(), context);
            case OnDiscover found -> document(found.catalogs(), context.bpp());
            case OnSelect quoted -> order(ComputeContracts.write(quoted.contract(), context));
            case OnInit initiated -> order(ComputeContracts.write(initiated.contract(), context));
            case OnConfirm confirmed -> order(ComputeContracts.write(confirmed.contract(), context));
            case OnStatus standing -> order(ComputeContracts.write(standing.contract(), context));
            case Failed failed when failed.asked() instanceof Discover -> document(List.of(), context.bpp());
            case Failed failed -> write(failed.asked());
            default -> throw new IllegalArgumentException("compute windows have no words for " + message.getClass());
        };
    }

    /** Who only asks for an order by its id says nothing else. */
    private static ObjectNode status(Proposal proposal, Context context) {
        return proposal.wishes().isEmpty()
                ? order(Json.object().put("beckn:id", proposal.contractId()))
                : order(ComputeProposals.write(proposal, context, "PENDING"));
    }

    private static ObjectNode order(ObjectNode order) {
        ObjectNode message = Json.object();
        message.set("order", order);
        return message;
    }

    static ObjectNode document(List<Catalog> catalogs, Endpoint provider) {
        ObjectNode document = Json.object();
        ArrayNode array = document.putArray("catalogs");
        catalogs.forEach(catalog -> array.add(ComputeCatalogs.write(catalog, provider)));
        return document;
    }

    /** The document over which filters are written: its items and words are where those of every dialect are. */
    public static ObjectNode filterDocument(List<Catalog> catalogs) {
        ObjectNode document = document(catalogs, Endpoint.NOBODY);
        for (JsonNode each : document.path("catalogs")) {
            if (each instanceof ObjectNode catalog) {
                catalog.set("resources", catalog.remove("beckn:items"));
                catalog.set("offers", catalog.remove("beckn:offers"));
                catalog.set("descriptor", catalog.remove("beckn:descriptor"));
                catalog.path("resources").forEach(item -> alias(item, "id", "beckn:id"));
                catalog.path("offers").forEach(offer -> alias(offer, "resourceIds", "beckn:items"));
            }
        }
        return document;
    }

    private static void alias(JsonNode json, String name, String official) {
        if (json instanceof ObjectNode object) {
            object.set(name, object.path(official));
        }
    }
}
