package dev.flexgate.beckn.buyer;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.registry.Participant;
import dev.flexgate.purchase.Alteration;
import dev.flexgate.purchase.Ask;
import dev.flexgate.purchase.Asked;
import dev.flexgate.purchase.PurchaseDesk;
import dev.flexgate.store.Ids;
import dev.flexgate.store.Tx;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** Asks partners: a question is kept, recorded and promised in one transaction, and its answer read later. */
final class BuyerDesk implements PurchaseDesk {

    private static final int SHOWN_MAX = 100;

    private final PurchaseBook book;
    private final Questions questions;
    private final Partners partners;
    private final Drafting drafting;
    private final BuyerLimits limits;
    private final Ids ids;
    private final InstantSource clock;

    BuyerDesk(
            PurchaseBook book,
            Questions questions,
            Partners partners,
            Drafting drafting,
            BuyerLimits limits,
            Ids ids,
            InstantSource clock) {
        this.book = book;
        this.questions = questions;
        this.partners = partners;
        this.drafting = drafting;
        this.limits = limits;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Asked ask(Tx tx, String tenant, Ask ask) {
        if (questions.waiting(tx, tenant, clock.instant()) >= limits.openPerTenant()) {
            return new Asked.Refused(
                    "TOO_MANY_OPEN", limits.openPerTenant() + " questions wait for their answer; wait for one of them");
        }
        return switch (ask) {
            case Ask.Discover discover -> discover(tx, tenant, discover);
            case Ask.Select select -> select(tx, tenant, select);
            case Ask.About about -> about(tx, tenant, about);
        };
    }

    private Asked discover(Tx tx, String tenant, Ask.Discover discover) {
        Optional<Participant> partner = partners.find(discover.partner().id());
        if (partner.isEmpty()) {
            return nobody(discover.partner().id());
        }
        var intent = new Intent(discover.text(), discover.filter());
        Purchase purchase = opened(tx, tenant, partner.get(), discover.partner());
        return send(
                tx,
                purchase,
                partner.get(),
                partners.dialects(partner.get(), discover.partner()),
                context -> new BecknMessage.Discover(context, intent));
    }

    private Purchase opened(Tx tx, String tenant, Participant partner, Ask.Partner asked) {
        UUID id = ids.next();
        String dialect = partners.dialects(partner, asked).getFirst();
        book.open(tx, id, tenant, partner.subscriberId(), dialect, clock.instant());
        return book.locked(tx, id).orElseThrow();
    }

    private Asked select(Tx tx, String tenant, Ask.Select select) {
        Optional<Purchase> known = select.purchase().flatMap(id -> own(tx, tenant, id));
        if (select.purchase().isPresent() && known.isEmpty()) {
            return new Asked.Unknown();
        }
        String name = known.map(Purchase::partner)
                .orElseGet(() -> select.partner().orElseThrow().id());
        Optional<Participant> partner = partners.find(name);
        if (partner.isEmpty()) {
            return nobody(name);
        }
        if (known.filter(purchase -> isBinding(purchase.stage())).isPresent()) {
            return new Asked.Refused("ALREADY_BOUGHT", "this purchase is bought; open another one for another slot");
        }
        Ask.Partner asked = select.partner().orElse(new Ask.Partner(name, ""));
        Purchase purchase = known.orElseGet(() -> opened(tx, tenant, partner.get(), asked));
        var wish = new Purchase.Wanted(select.slot(), select.offer(), select.load(), select.window());
        book.wish(tx, purchase.id(), wish, clock.instant());
        Purchase wanted = book.locked(tx, purchase.id()).orElseThrow();
        List<String> speaking = known.isPresent() ? List.of(wanted.dialect()) : partners.dialects(partner.get(), asked);
        return send(
                tx,
                wanted,
                partner.get(),
                speaking,
                context -> new BecknMessage.Select(context, Wording.proposal(wanted, List.of(), List.of())));
    }

    private static boolean isBinding(String stage) {
        return switch (stage) {
            case Purchase.DISCOVERING, Purchase.SELECTING, "QUOTED", "INITIATED", "LAPSED" -> false;
            default -> true;
        };
    }

    private Asked about(Tx tx, String tenant, Ask.About about) {
        Optional<Purchase> own = own(tx, tenant, about.purchase());
        if (own.isEmpty()) {
            return new Asked.Unknown();
        }
        Purchase purchase = own.get();
        Optional<Purchase> target = target(tx, about.step());
        Optional<Asked> refused = refused(purchase, about.step()).or(() -> unreachable(purchase, about.step(), target));
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<Participant> partner = partners.find(purchase.partner());
        return partner.isEmpty()
                ? nobody(purchase.partner())
                : send(
                        tx,
                        purchase,
                        partner.get(),
                        List.of(purchase.dialect()),
                        context -> Wording.step(about.step(), purchase, target, context));
    }

    /** Where load moves to: looked up without a lock, since two may move load to each other. */
    private Optional<Purchase> target(Tx tx, Ask.Step step) {
        return step instanceof Ask.Update update && update.alteration() instanceof Alteration.Shift shift
                ? shift.toPurchase().flatMap(id -> book.seen(tx, id))
                : Optional.empty();
    }

    private static Optional<Asked> unreachable(Purchase purchase, Ask.Step step, Optional<Purchase> target) {
        if (!(step instanceof Ask.Update update
                && update.alteration() instanceof Alteration.Shift shift
                && shift.toPurchase().isPresent())) {
            return Optional.empty();
        }
        boolean reachable = target.filter(to -> to.tenant().equals(purchase.tenant()))
                .filter(to -> to.partner().equals(purchase.partner()))
                .filter(to -> !to.id().equals(purchase.id()))
                .filter(to -> !to.contractId().isEmpty())
                .isPresent();
        return reachable
                ? Optional.empty()
                : Optional.of(new Asked.Refused(
                        "NO_TARGET",
                        "load moves to another purchase of yours of the same partner, which "
                                + shift.toPurchase().get() + " is not"));
    }

    private static Optional<Asked> refused(Purchase purchase, Ask.Step step) {
        if (purchase.contract().isEmpty()) {
            return Optional.of(new Asked.Refused(
                    "NOT_QUOTED", "the partner has quoted nothing for this purchase yet; select a slot first"));
        }
        if (step instanceof Ask.Confirm(var total) && total.isPresent()) {
            boolean agrees = Wording.total(purchase)
                    .filter(quoted -> quoted.compareTo(total.get()) == 0)
                    .isPresent();
            return agrees
                    ? Optional.empty()
                    : Optional.of(new Asked.Refused(
                            "PRICE_MISMATCH",
                            "the partner quotes "
                                    + Wording.total(purchase)
                                            .map(Object::toString)
                                            .orElse("no price") + ", not " + total.get()));
        }
        return Optional.empty();
    }

    private Optional<Purchase> own(Tx tx, String tenant, UUID id) {
        return book.locked(tx, id)
                .filter(purchase -> purchase.tenant().equals(tenant))
                .map(Purchase::kept);
    }

    private static Asked nobody(String name) {
        return new Asked.NoPartner("no provider on the network is called " + name
                + "; where a registry lists keys alone, name one: SUBSCRIBER|KEY");
    }

    private Asked send(
            Tx tx,
            Purchase purchase,
            Participant partner,
            List<String> speaking,
            Function<Context, BecknMessage.Request> message) {
        Drafting.Draft draft;
        try {
            draft = drafting.write(ids.next(), purchase, partner, speaking, message);
        } catch (IllegalArgumentException notCarried) {
            return new Asked.Refused("NOT_IN_DIALECT", String.valueOf(notCarried.getMessage()));
        }
        questions.keep(tx, draft.question());
        drafting.send(tx, draft, purchase.tenant());
        return new Asked.Sent(draft.question().json(clock.instant()));
    }

    @Override
    public Optional<ObjectNode> request(Optional<String> tenant, UUID id) {
        return questions
                .find(id)
                .filter(question -> book.find(question.purchase())
                        .filter(purchase -> isFor(tenant, purchase))
                        .map(Purchase::kept)
                        .isPresent())
                .map(question -> question.json(clock.instant()));
    }

    private static boolean isFor(Optional<String> tenant, Purchase purchase) {
        return tenant.isEmpty() || tenant.get().equals(purchase.tenant());
    }

    @Override
    public Optional<ObjectNode> purchase(Optional<String> tenant, UUID id) {
        return book.find(id)
                .filter(purchase -> isFor(tenant, purchase))
                .map(Purchase::kept)
                .map(purchase -> {
                    ObjectNode json = purchase.json();
                    ArrayNode asked = json.putArray("requests");
                    questions.of(id, SHOWN_MAX).forEach(question -> asked.add(brief(question)));
                    ArrayNode news = json.putArray("news");
                    book.news(id, SHOWN_MAX).forEach(news::add);
                    return json;
                });
    }

    /** A catalogue is long, and whoever wants it asks for the request itself. */
    private ObjectNode brief(Question question) {
        ObjectNode json = question.json(clock.instant());
        json.remove("answer");
        return json;
    }

    @Override
    public List<ObjectNode> page(Optional<String> tenant, UUID before, int limit) {
        return book.page(tenant, before, limit).stream().map(Purchase::json).toList();
    }
}
