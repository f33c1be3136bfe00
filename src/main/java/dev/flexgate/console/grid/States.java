package dev.flexgate.console.grid;

import dev.flexgate.flexibility.FlexOrderState;
import dev.flexgate.flexibility.NeedState;
import dev.flexgate.flexibility.dispatch.DispatchInstruction;
import dev.flexgate.quantity.Direction;
import java.util.Locale;

/** States in words and colours; the words alone say it all. */
public final class States {

    private States() {}

    public static String word(String state) {
        return state.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    public static String tone(NeedState state) {
        return switch (state) {
            case NeedState.Filled _ -> "good";
            case NeedState.PartiallyFilled _, NeedState.Offered _ -> "watch";
            case NeedState.Rejected _, NeedState.Declined _ -> "bad";
            case NeedState.Received _, NeedState.Validated _, NeedState.Expired _, NeedState.Unfilled _ -> "";
        };
    }

    public static String tone(FlexOrderState state) {
        return switch (state) {
            case FlexOrderState.Accepted _, FlexOrderState.Scheduled _, FlexOrderState.Settled _ -> "good";
            case FlexOrderState.Active _ -> "live";
            case FlexOrderState.Rejected _,
                    FlexOrderState.Failed _,
                    FlexOrderState.Aborted _,
                    FlexOrderState.Disputed _ -> "bad";
            case FlexOrderState.DeliveryComplete _,
                    FlexOrderState.Measured _,
                    FlexOrderState.SettlementProposed _,
                    FlexOrderState.Restated _ -> "watch";
            case FlexOrderState.Received _, FlexOrderState.Cancelled _ -> "";
        };
    }

    public static String tone(DispatchInstruction.State state) {
        return switch (state) {
            case ACKED, COMPLETED -> "good";
            case IN_PROGRESS -> "live";
            case NACKED, ACK_TIMEOUT, FAILED, ABORTED -> "bad";
            case ISSUED -> "watch";
            case PLANNED, OVERRIDDEN, CANCELLED -> "";
        };
    }

    public static String word(Direction direction) {
        return switch (direction) {
            case UP -> "turn up";
            case DOWN -> "turn down";
        };
    }
}
