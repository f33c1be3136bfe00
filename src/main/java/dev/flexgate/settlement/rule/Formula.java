package dev.flexgate.settlement.rule;

import dev.flexgate.quantity.EnergyPrice;
import java.math.BigDecimal;

/** How a contract turns delivered volume into money. Each has an id, which is part of every record that used it. */
public sealed interface Formula {

    /** Names the rule and its version. */
    String id();

    /**
     * Pay-as-bid, as in NESO DFS: price times what was delivered, at most what was ordered; the line's penalty on what
     * was short. Delivery is net over the portfolio.
     */
    record PayAsBid() implements Formula {

        @Override
        public String id() {
            return "pay-as-bid/1";
        }
    }

    /**
     * UFTP (USEF) settlement: as pay-as-bid, and the shortfall of a move in the wrong direction is punished in full,
     * beyond what was ordered. A UFTP price per MW and half-hour ISP is 1/500 of it per kWh.
     */
    record Uftp() implements Formula {

        @Override
        public String id() {
            return "uftp/1";
        }

        /** The exact price per kWh of a price per MW over one ISP of half an hour. */
        public static BigDecimal perKilowattHour(BigDecimal perMegawattAndIsp) {
            return perMegawattAndIsp.divide(BigDecimal.valueOf(500));
        }
    }

    /**
     * A Virtual Trading Party of the BSC (P415): what was ordered is sold at the line's price, the difference to what
     * was delivered is cashed out at the system price, and the customer's supplier is compensated.
     *
     * @param compensation who pays that
     * @param compensationPrice Supplier Compensation Reference Price of the quarter
     */
    record TradedVolume(CompensationModel compensation, EnergyPrice compensationPrice) implements Formula {

        @Override
        public String id() {
            return "vtp/1";
        }
    }

    /**
     * The settlement policy of Beckn DEG demand-flex v2, fixed price and pay-as-clear alike: each meter clamped at
     * zero, then summed, at most what was offered; a penalty on what was short.
     */
    record PerMeterClamp() implements Formula {

        @Override
        public String id() {
            return "deg-demand-flex/2";
        }
    }

    /**
     * The incentive of Beckn DEG 2025 demand flexibility: every kWh reduced is paid, beyond the commitment too, and a
     * bonus on top where the whole event reached more than the commitment.
     *
     * @param bonusAbove share of the commitment that must be exceeded, such as 1
     * @param bonusRate share of the incentive, such as 0.05; 0 for none
     */
    record Incentive(BigDecimal bonusAbove, BigDecimal bonusRate) implements Formula {

        public Incentive {
            if (bonusAbove.signum() < 0 || bonusRate.signum() < 0) {
                throw new IllegalArgumentException("a bonus and its threshold are not negative");
            }
        }

        @Override
        public String id() {
            return "deg-incentive/1";
        }
    }
}
