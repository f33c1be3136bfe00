package dev.flexgate.beckn;

import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.Init;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.Contract;
import dev.flexgate.beckn.message.Memo;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.market.Market;
import dev.flexgate.market.Order;
import dev.flexgate.store.Tx;
import java.util.Optional;

/** Writes orders down as contracts, in the words in which they were shaped. */
final class Paperwork {

    private final Market market;
    private final KeptOrders kept;

    Paperwork(Market market, KeptOrders kept) {
        this.market = market;
        this.kept = kept;
    }

    /** Who only names a contract is answered in the words in which it was shaped. */
    Contract contract(Tx tx, Order order, Proposal proposal, String buyer) {
        Optional<KeptOrder> known = kept.find(tx, order.id());
        Proposal words = proposal.wishes().isEmpty()
                ? known.flatMap(each -> proposal(each.request())).orElse(proposal)
                : proposal;
        return Contracts.of(order, words, buyer, market.catalogue())
                .with(known.map(KeptOrder::memo).orElse(Memo.NONE));
    }

    /** What a consumer who only names an order would say if it repeated it. */
    Proposal words(Tx tx, Order order, Proposal proposal) {
        return proposal.wishes().isEmpty()
                ? kept.find(tx, order.id())
                        .flatMap(each -> proposal(each.request()))
                        .map(known ->
                                new Proposal(proposal.contractId(), known.wishes(), known.charges(), known.parties()))
                        .orElse(proposal)
                : proposal;
    }

    /** What a message that shapes a contract says of it. */
    static Optional<Proposal> proposal(BecknMessage.Request request) {
        return switch (request) {
            case Select select -> Optional.of(select.proposal());
            case Init init -> Optional.of(init.proposal());
            case Confirm confirm -> Optional.of(confirm.proposal());
            default -> Optional.empty();
        };
    }
}
