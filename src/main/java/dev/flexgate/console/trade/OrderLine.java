package dev.flexgate.console.trade;

import dev.flexgate.market.Order;

/** An order in the list. */
public record OrderLine(Order order, String site) {

    /** How its state is coloured: the word says the same. */
    public String tone() {
        return tone(order);
    }

    static String tone(Order order) {
        return switch (order) {
            case Order.Quoted _, Order.Initiated _ -> "watch";
            case Order.Accepted _ -> "good";
            case Order.Active _ -> "live";
            case Order.DeliveryComplete _, Order.Settled _ -> "good";
            case Order.Cancelled _, Order.Expired _ -> "";
        };
    }

    /** The state for people. */
    public static String word(Order order) {
        return switch (order) {
            case Order.Quoted _ -> "quoted";
            case Order.Initiated _ -> "terms accepted";
            case Order.Accepted _ -> "bought";
            case Order.Active _ -> "running";
            case Order.DeliveryComplete _ -> "delivered";
            case Order.Settled _ -> "settled";
            case Order.Cancelled _ -> "cancelled";
            case Order.Expired _ -> "lapsed";
        };
    }
}
