package dev.flexgate.console.grid;

import dev.flexgate.console.ConsoleRooms;
import dev.flexgate.console.Pages;
import dev.flexgate.console.Times;
import io.vertx.ext.web.Router;

/** {@code /flex}: from a grid operator's request to the settled half-hour. */
public final class GridPages {

    private final FlexPages flex;
    private final FlexOrderPages orders;
    private final DispatchPages dispatches;
    private final SettlementPages settlements;

    public GridPages(ConsoleRooms rooms, Grid grid, Times times) {
        this.flex = new FlexPages(rooms, grid, times);
        this.orders = new FlexOrderPages(rooms, grid);
        this.dispatches = new DispatchPages(rooms, grid, times);
        this.settlements = new SettlementPages(grid);
    }

    public void addTo(Router router, Pages pages) {
        dispatches.addTo(router, pages);
        settlements.addTo(router, pages);
        orders.addTo(router, pages);
        flex.addTo(router, pages);
    }
}
