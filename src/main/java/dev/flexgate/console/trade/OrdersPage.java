package dev.flexgate.console.trade;

import dev.flexgate.market.Order;
import java.util.List;
import java.util.Optional;

/**
 * Orders, the newest first.
 *
 * @param lines of this page
 * @param next address of the older ones
 */
public record OrdersPage(List<OrderLine> lines, Optional<String> next) {

    /** One column of the stage board. */
    public record Stage(String word, long count) {}

    /** How many of the orders on this page are at each stage. */
    public List<Stage> stages() {
        return List.of(
                stage("quoted", Order.Quoted.class),
                stage("terms accepted", Order.Initiated.class),
                stage("bought", Order.Accepted.class),
                stage("running", Order.Active.class),
                stage("delivered", Order.DeliveryComplete.class),
                stage("settled", Order.Settled.class),
                stage("cancelled", Order.Cancelled.class),
                stage("lapsed", Order.Expired.class));
    }

    private Stage stage(String word, Class<? extends Order> type) {
        return new Stage(
                word,
                lines.stream().filter(line -> type.isInstance(line.order())).count());
    }
}
