package dev.flexgate.console.grid;

import com.fasterxml.jackson.databind.JsonNode;
import dev.flexgate.audit.StoredRecord;
import dev.flexgate.console.ConsoleRooms;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.console.grid.FlexOrderPage.RecordLine;
import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.FlexOrderId;
import dev.flexgate.flexibility.Reason;
import dev.flexgate.flexibility.Stepped;
import dev.flexgate.identity.access.Caller;
import dev.flexgate.settlement.ContractId;
import dev.flexgate.store.Tx;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** {@code /flex/orders/ID}: what was promised, who was told, and what became of it. */
final class FlexOrderPages {

    private static final int RECORDS_MAX = 100;

    private final ConsoleRooms rooms;
    private final Grid grid;

    FlexOrderPages(ConsoleRooms rooms, Grid grid) {
        this.rooms = rooms;
        this.grid = grid;
    }

    void addTo(Router router, Pages pages) {
        router.get("/flex/orders/:orderId").handler(pages.show(this::show));
        router.post("/flex/orders/:orderId/cancel").handler(pages.show(this::cancel));
        router.post("/flex/orders/:orderId/abort").handler(pages.show(this::abort));
    }

    private View show(Visit visit) {
        return find(visit).map(order -> page(visit, order, "", 200)).orElseGet(FlexOrderPages::unknown);
    }

    private Optional<FlexOrder> find(Visit visit) {
        return grid.flexibility()
                .find(new FlexOrderId(UUID.fromString(visit.path("orderId"))))
                .filter(order -> Asker.mayRead(visit, order.request().requester()));
    }

    private static View unknown() {
        return View.notFound("No order of a grid operator has this id.");
    }

    private View page(Visit visit, FlexOrder order, String refusal, int status) {
        UUID id = order.id().value();
        var page = new FlexOrderPage(
                order,
                grid.dispatches().ofOrder(id),
                grid.settlement().of(new ContractId(id)),
                rooms.log().of("flex-order", id.toString(), 0, RECORDS_MAX).stream()
                        .map(FlexOrderPages::line)
                        .toList(),
                order.request().requester().equals(Asker.of(visit)),
                refusal);
        return new View.Shown(status, Section.FLEX, "Flex order", "page/flexorder.jte", page);
    }

    private static RecordLine line(StoredRecord record) {
        JsonNode payload = record.payload();
        return new RecordLine(
                record.id().toString(),
                record.index(),
                payload.path("type").asText(),
                payload.path("decision").path("outcome").asText());
    }

    private View cancel(Visit visit) {
        String why = visit.required("why");
        String requester = Asker.of(visit);
        return step(visit, (tx, order) -> grid.flexibility().cancel(tx, requester, order.id(), why, List.of()));
    }

    /** Stopping what runs is the gateway operator's act, whoever ordered it. */
    private View abort(Visit visit) {
        if (!Caller.of(visit.context()).isOperator()) {
            return new View.Refused(403, "Not yours to stop", "Only the operator of the gateway aborts an order.");
        }
        String why = visit.required("why");
        return step(visit, (tx, order) -> grid.flexibility().abort(tx, order.id(), why, List.of()));
    }

    private View step(Visit visit, BiFunction<Tx, FlexOrder, Stepped<FlexOrder>> step) {
        Optional<FlexOrder> found = find(visit);
        if (found.isEmpty()) {
            return unknown();
        }
        Stepped<FlexOrder> stepped = rooms.database().inTransaction(tx -> step.apply(tx, found.get()));
        return stepped instanceof Stepped.Refused<FlexOrder>(Reason reason, var _)
                ? page(visit, found.get(), reason.detail(), 409)
                : new View.Moved("/flex/orders/" + found.get().id());
    }
}
