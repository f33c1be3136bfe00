package dev.flexgate.beckn.dialect.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.dialect.DegSearches;
import dev.flexgate.beckn.dialect.LtsFields;
import dev.flexgate.beckn.message.Action;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Cancel;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.Init;
import dev.flexgate.beckn.message.BecknMessage.OnCancel;
import dev.flexgate.beckn.message.BecknMessage.OnConfirm;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.BecknMessage.OnInit;
import dev.flexgate.beckn.message.BecknMessage.OnRate;
import dev.flexgate.beckn.message.BecknMessage.OnSelect;
import dev.flexgate.beckn.message.BecknMessage.OnStatus;
import dev.flexgate.beckn.message.BecknMessage.OnSupport;
import dev.flexgate.beckn.message.BecknMessage.OnTrack;
import dev.flexgate.beckn.message.BecknMessage.OnUpdate;
import dev.flexgate.beckn.message.BecknMessage.Rate;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.BecknMessage.Status;
import dev.flexgate.beckn.message.BecknMessage.Support;
import dev.flexgate.beckn.message.BecknMessage.Track;
import dev.flexgate.beckn.message.BecknMessage.Update;
import dev.flexgate.beckn.message.Catalog;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Endpoint;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.wire.Json;
import java.util.List;
import java.util.function.Supplier;

/** What the messages about compute windows say inside their envelope. */
public final class ComputeProfile {

    private ComputeProfile() {}

    /**
     * Reads what is in the envelope of a request; its defects have been mended, its shape checked.
     *
     * @param preview whether the envelope asks for a preview
     * @param assumed names of the rules that chose between readings
     */
    public static BecknMessage.Request readRequest(
            Action action, Context context, JsonNode message, boolean preview, List<String> assumed) {
        JsonNode order = message.path("order");
        Supplier<Proposal> proposal = () -> ComputeProposals.read(order, context, assumed);
        return switch (action) {
            case DISCOVER -> new Discover(context, DegSearches.intent(message));
            case SELECT -> new Select(context, proposal.get());
            case INIT -> new Init(context, proposal.get());
            case CONFIRM -> new Confirm(context, proposal.get());
            case STATUS -> new Status(context, proposal.get());
            case TRACK ->
                new Track(context, proposal.get(), message.path("callbackUrl").asText());
            case UPDATE -> new Update(context, proposal.get(), ComputeChanges.read(order), preview);
            case CANCEL -> cancel(context, proposal.get(), message.path("cancellation"), preview);
            case RATE -> new Rate(context, ComputeAftercare.ratings(message.path("ratings")), preview);
            case SUPPORT ->
                new Support(
                        context,
                        ComputeAftercare.contractId(message),
                        message.path("topic").asText(),
                        message.path("support").path("phone").asText(),
                        preview);
            default -> throw new IllegalArgumentException(action + " is not asked for in words of this profile");
        };
    }

    private static Cancel cancel(Context context, Proposal proposal, JsonNode cancellation, boolean preview) {
        return new Cancel(
                context,
                proposal,
                ComputeCancellations.windows(cancellation.path("givenUp"), "$.message.cancellation.givenUp"),
                ComputeCancellations.reason(cancellation),
                preview);
    }

    /** Reads what is in the envelope of a callback. */
    public static BecknMessage.Callback readCallback(
            Action action, Context context, JsonNode message, boolean preview) {
        return switch (action) {
            case DISCOVER -> new OnDiscover(context, ComputeCatalogs.read(message.path("catalogs"), context));
            case SELECT -> new OnSelect(context, contract(message, context));
            case INIT -> new OnInit(context, contract(message, context));
            case CONFIRM -> new OnConfirm(context, contract(message, context));
            case STATUS -> new OnStatus(context, contract(message, context));
            case TRACK ->
                new OnTrack(
                        context,
                        ComputeProposals.read(message.path("order"), context, List.of()),
                        ComputeAftercare.tracking(message.path("order")));
            case UPDATE -> {
                Contract contract = contract(message, context);
                yield new OnUpdate(context, contract, ComputeOutcomes.notice(message.path("order"), contract), preview);
            }
            case CANCEL -> new OnCancel(context, contract(message, context), preview);
            case RATE -> new OnRate(context, ComputeAftercare.scores(message), preview);
            case SUPPORT ->
                new OnSupport(context, message.path("refId").asText(), ComputeAftercare.desk(message), preview);
            default -> throw new IllegalArgumentException(action + " is not answered in words of this profile");
        };
    }

    private static Contract contract(JsonNode message, Context context) {
        return ComputeContractReading.read(message.path("order"), context);
    }

    /** What was asked, as a failed callback repeats it. */
    public static BecknMessage.Request readAsked(Action action, Context context, JsonNode message, boolean preview) {
        return action == Action.DISCOVER
                ? new Discover(context, new Intent("", ""))
                : readRequest(action, context, message, preview, List.of());
    }

    /** The body of a message. */
    public static ObjectNode write(BecknMessage message) {
        Context context = message.context();
        return switch (message) {
            case BecknMessage.Request request -> request(request, context);
            case OnDiscover found -> document(found.catalogs(), context.bpp());
            case OnSelect quoted -> order(quoted.contract(), context);
            case OnInit initiated -> order(initiated.contract(), context);
            case OnConfirm confirmed -> order(confirmed.contract(), context);
            case OnStatus standing -> order(standing.contract(), context);
            case OnTrack tracked -> {
                ObjectNode order = ComputeProposals.write(tracked.proposal(), context, "CONFIRMED");
                ComputeAftercare.write(tracked.tracking(), order);
                yield order(order);
            }
            case OnUpdate updated -> {
                ObjectNode order = ComputeContracts.write(updated.contract(), context);
                ComputeOutcomes.write(updated.notice(), order);
                yield order(order);
            }
            case OnCancel cancelled -> order(cancelled.contract(), context);
            case OnRate rated -> ComputeAftercare.write(rated.scores());
            case OnSupport supported -> ComputeAftercare.write(supported.contractId(), supported.desk());
            case Failed failed when failed.asked() instanceof Discover -> document(List.of(), context.bpp());
            case Failed failed -> request(failed.asked(), context);
            case BecknMessage.FlexCallback flex -> throw notCarried(flex);
            case BecknMessage.Choices choices -> throw notCarried(choices);
            case BecknMessage.OnPull pulled -> throw notCarried(pulled);
        };
    }

    private static ObjectNode request(BecknMessage.Request request, Context context) {
        return switch (request) {
            case Discover discover -> DegSearches.write(discover.intent());
            case Select select -> order(ComputeProposals.write(select.proposal(), context, "CREATED"));
            case Init init -> order(ComputeProposals.write(init.proposal(), context, "PENDING"));
            case Confirm confirm -> order(ComputeProposals.write(confirm.proposal(), context, "CONFIRMED"));
            case Status status -> named(status.proposal(), context);
            case Track track -> {
                ObjectNode message = named(track.proposal(), context);
                LtsFields.putUnlessEmpty(message, "callbackUrl", track.watcher());
                yield message;
            }
            case Update update -> {
                ObjectNode order = ComputeProposals.write(update.proposal(), context, "CONFIRMED");
                ComputeChanges.write(update.change(), order, false);
                yield order(order);
            }
            case Cancel cancel -> {
                ObjectNode message = named(cancel.proposal(), context);
                reason(cancel, message);
                yield message;
            }
            case Rate rate -> ComputeAftercare.write(rate);
            case Support support -> ComputeAftercare.write(support);
            case BecknMessage.FlexRequest flex -> throw notCarried(flex);
            case BecknMessage.AskChoices ask -> throw notCarried(ask);
            case BecknMessage.Pull pull -> throw notCarried(pull);
        };
    }

    private static IllegalArgumentException notCarried(BecknMessage message) {
        return new IllegalArgumentException("compute windows have no words for " + message.getClass());
    }

    private static void reason(Cancel cancel, ObjectNode message) {
        ObjectNode json = Json.object();
        LtsFields.putUnlessEmpty(json, "reasonCode", cancel.reason().code());
        LtsFields.putUnlessEmpty(json, "comment", cancel.reason().comment());
        if (!cancel.part().isEmpty()) {
            ComputeCancellations.windows(cancel.part(), json.putArray("givenUp"));
        }
        if (!json.isEmpty()) {
            message.set("cancellation", json);
        }
    }

    /** Who only names an order says nothing else. */
    private static ObjectNode named(Proposal proposal, Context context) {
        return proposal.wishes().isEmpty()
                ? order(Json.object().put("beckn:id", proposal.contractId()))
                : order(ComputeProposals.write(proposal, context, "CONFIRMED"));
    }

    private static ObjectNode order(Contract contract, Context context) {
        return order(ComputeContracts.write(contract, context));
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
