package dev.flexgate.console.grid;

import dev.flexgate.console.Pages;
import dev.flexgate.console.Section;
import dev.flexgate.console.View;
import dev.flexgate.console.Visit;
import dev.flexgate.settlement.ContractId;
import dev.flexgate.settlement.SettlementCase;
import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** {@code /flex/settlements}: what was delivered, what is it worth, can I prove it? */
final class SettlementPages {

    private static final int PER_PAGE = 50;
    private static final UUID NEWEST = new UUID(-1, -1);

    private final Grid grid;

    SettlementPages(Grid grid) {
        this.grid = grid;
    }

    void addTo(Router router, Pages pages) {
        router.get("/flex/settlements").handler(pages.show(this::list));
        router.get("/flex/settlements/:orderId").handler(pages.show(this::show));
    }

    private View list(Visit visit) {
        UUID before = visit.query("before").map(UUID::fromString).orElse(NEWEST);
        List<SettlementCase> all = grid.settlement().page(before, PER_PAGE);
        List<SettlementCase> cases = all.stream()
                .filter(each -> Asker.mayRead(visit, each.contract().counterparty()))
                .toList();
        Optional<String> next = all.size() == PER_PAGE
                ? Optional.of(
                        "/flex/settlements?before=" + all.getLast().contract().id())
                : Optional.empty();
        return View.page(Section.SETTLEMENT, "Settlement", "page/settlements.jte", new SettlementsPage(cases, next));
    }

    private View show(Visit visit) {
        ContractId id = ContractId.parse(visit.path("orderId"));
        return grid.settlement()
                .of(id)
                .filter(found -> Asker.mayRead(visit, found.contract().counterparty()))
                .map(found ->
                        View.page(Section.SETTLEMENT, "Settlement", "page/settlement.jte", SettlementPage.of(found)))
                .orElseGet(() -> View.notFound("No settlement was opened for an order of this id."));
    }
}
