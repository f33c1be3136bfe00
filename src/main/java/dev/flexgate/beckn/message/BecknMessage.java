package dev.flexgate.beckn.message;

import java.util.List;

/** A message between a consumer and a provider, whatever dialect it travels in. */
public sealed interface BecknMessage {

    Context context();

    /** The word of the path: {@code select}, {@code on_select}. */
    String word();

    /** From the consumer. */
    sealed interface Request extends BecknMessage {

        Action action();

        @Override
        default String word() {
            return action().word();
        }
    }

    /** From the provider: the answer to a request, under the same message id. */
    sealed interface Callback extends BecknMessage {

        /** What it answers. */
        Action answers();

        @Override
        default String word() {
            return answers().callbackWord();
        }
    }

    /** Looks for slots. */
    record Discover(Context context, Intent intent) implements Request {
        @Override
        public Action action() {
            return Action.DISCOVER;
        }
    }

    /** Asks what a slot costs. */
    record Select(Context context, Proposal proposal) implements Request {
        @Override
        public Action action() {
            return Action.SELECT;
        }
    }

    /** States who buys, and asks for final terms. */
    record Init(Context context, Proposal proposal) implements Request {
        @Override
        public Action action() {
            return Action.INIT;
        }
    }

    /** Accepts the terms. */
    record Confirm(Context context, Proposal proposal) implements Request {
        @Override
        public Action action() {
            return Action.CONFIRM;
        }
    }

    /** Asks how a contract stands. */
    record Status(Context context, Proposal proposal) implements Request {
        @Override
        public Action action() {
            return Action.STATUS;
        }
    }

    /** What is for sale. */
    record OnDiscover(Context context, List<Catalog> catalogs) implements Callback {
        public OnDiscover {
            catalogs = List.copyOf(catalogs);
        }

        @Override
        public Action answers() {
            return Action.DISCOVER;
        }
    }

    /** A quote. */
    record OnSelect(Context context, Contract contract) implements Callback {
        @Override
        public Action answers() {
            return Action.SELECT;
        }
    }

    /** Final terms. */
    record OnInit(Context context, Contract contract) implements Callback {
        @Override
        public Action answers() {
            return Action.INIT;
        }
    }

    /** The binding contract. */
    record OnConfirm(Context context, Contract contract) implements Callback {
        @Override
        public Action answers() {
            return Action.CONFIRM;
        }
    }

    /** How a contract stands. */
    record OnStatus(Context context, Contract contract) implements Callback {
        @Override
        public Action answers() {
            return Action.STATUS;
        }
    }

    /** From a grid operator, about load that is to be reduced. */
    sealed interface FlexRequest extends Request {}

    /** From the provider of a reduction. */
    sealed interface FlexCallback extends Callback {}

    /**
     * Looks for resources that can draw less.
     *
     * @param areas of which a resource must stand in one; empty for anywhere
     */
    record DiscoverResources(Context context, Intent intent, List<Area> areas) implements FlexRequest {
        public DiscoverResources {
            areas = List.copyOf(areas);
        }

        @Override
        public Action action() {
            return Action.DISCOVER;
        }
    }

    /** Calls for less load, at once and without a quote before. */
    record Activate(Context context, Activation activation) implements FlexRequest {
        @Override
        public Action action() {
            return Action.CONFIRM;
        }
    }

    /**
     * Asks how an activation stands.
     *
     * @param orderId the id we gave
     */
    record FlexStatus(Context context, String orderId) implements FlexRequest {
        @Override
        public Action action() {
            return Action.STATUS;
        }
    }

    /** What can be activated. */
    record OnDiscoverResources(Context context, List<FlexCatalog> catalogs) implements FlexCallback {
        public OnDiscoverResources {
            catalogs = List.copyOf(catalogs);
        }

        @Override
        public Action answers() {
            return Action.DISCOVER;
        }
    }

    /** Who takes part, with how much. */
    record OnActivate(Context context, FlexContract contract) implements FlexCallback {
        @Override
        public Action answers() {
            return Action.CONFIRM;
        }
    }

    /** How an activation stands; also sent unasked. */
    record OnFlexStatus(Context context, FlexContract contract) implements FlexCallback {
        @Override
        public Action answers() {
            return Action.STATUS;
        }
    }

    /** The request was acknowledged, but cannot be granted. What was asked is repeated beside the reason. */
    record Failed(Context context, Request asked, BecknError error) implements Callback {
        @Override
        public Action answers() {
            return asked.action();
        }
    }
}
