package dev.flexgate.settlement;

import dev.flexgate.settlement.SettlementLine.Agreed;
import dev.flexgate.settlement.SettlementLine.Calculated;
import dev.flexgate.settlement.SettlementLine.Disputed;
import dev.flexgate.settlement.SettlementLine.Invoiced;
import dev.flexgate.settlement.SettlementLine.Paid;

/** What can be done with the line of a half-hour after it was calculated. */
public enum LineAct {
    AGREE,
    DISPUTE,
    /** Takes a dispute back. */
    WITHDRAW,
    INVOICE,
    PAY;

    boolean isDone(SettlementLine line) {
        return switch (this) {
            case AGREE -> line instanceof Agreed;
            case DISPUTE -> line instanceof Disputed;
            case WITHDRAW -> line instanceof Calculated;
            case INVOICE -> line instanceof Invoiced;
            case PAY -> line instanceof Paid;
        };
    }

    /** Throws {@link IllegalStateException} where the line cannot go. */
    SettlementLine on(SettlementLine line, String reason) {
        if (this == AGREE && line instanceof Calculated calculated) {
            return calculated.agree();
        }
        if (this == DISPUTE && line instanceof Calculated calculated) {
            return calculated.dispute(reason);
        }
        if (this == WITHDRAW && line instanceof Disputed disputed) {
            return disputed.withdraw();
        }
        if (this == INVOICE && line instanceof Agreed agreed) {
            return agreed.invoice();
        }
        if (this == INVOICE && line instanceof Disputed disputed) {
            return disputed.invoice();
        }
        if (this == PAY && line instanceof Invoiced invoiced) {
            return invoiced.pay();
        }
        throw new IllegalStateException("a line that is " + line.state() + " cannot " + name() + ", from "
                + line.amounts().start());
    }
}
