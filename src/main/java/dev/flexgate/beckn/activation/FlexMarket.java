package dev.flexgate.beckn.activation;

import dev.flexgate.audit.RecordId;
import dev.flexgate.flexibility.Activated;
import dev.flexgate.flexibility.FlexOrder;
import dev.flexgate.flexibility.FlexOrderId;
import dev.flexgate.flexibility.Flexibility;
import dev.flexgate.flexibility.NeedRequest;
import dev.flexgate.store.Tx;
import java.util.List;
import java.util.Optional;

/** What an activation needs of the room where flexibility is sold. */
public interface FlexMarket {

    /** Lets the jobs negotiate what {@link #activate} will find done; changes nothing, may wait, may be in vain. */
    void foresee(NeedRequest request);

    /** Asks and at once orders all that is offered; a repeat of the request id answers the same. */
    Activated activate(Tx tx, NeedRequest request, List<RecordId> causes);

    Optional<FlexOrder> find(FlexOrderId id);

    static FlexMarket of(Flexibility flexibility) {
        return new FlexMarket() {
            @Override
            public void foresee(NeedRequest request) {
                flexibility.foresee(request);
            }

            @Override
            public Activated activate(Tx tx, NeedRequest request, List<RecordId> causes) {
                return flexibility.activate(tx, request, causes);
            }

            @Override
            public Optional<FlexOrder> find(FlexOrderId id) {
                return flexibility.find(id);
            }
        };
    }
}
