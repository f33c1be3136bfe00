package dev.flexgate.flexibility;

import dev.flexgate.audit.RecordId;
import dev.flexgate.flexibility.Books.NeedStep;
import dev.flexgate.flexibility.Reason.Code;
import dev.flexgate.flexibility.SupplyCurve.Curve;
import dev.flexgate.market.Turns;
import dev.flexgate.planning.WhatIf;
import dev.flexgate.quantity.HalfHours;
import dev.flexgate.quantity.Quality;
import dev.flexgate.store.Tx;
import dev.flexgate.workload.Site;
import dev.flexgate.workload.SiteId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Function;

/** From a need to an offer: what could be turned, what the jobs agree to, what is withheld until it is ordered. */
final class Asking {

    /** Open offers that a new one is negotiated beside. */
    private static final int OPEN_MAX = 256;

    private final FlexRooms rooms;
    private final FlexTerms terms;
    private final FlexLimits limits;
    private final Books books;

    Asking(FlexRooms rooms, FlexTerms terms, FlexLimits limits, Books books) {
        this.rooms = rooms;
        this.terms = terms;
        this.limits = limits;
        this.books = books;
    }

    Asked ask(Tx tx, NeedRequest request, Instant now, List<RecordId> causes) {
        Breath.hold(tx);
        Optional<Need> known = Needs.lock(tx, request.requester(), request.requestId());
        if (known.isPresent()) {
            return again(tx, known.get(), request, now, causes);
        }
        Need received = received(request, now);
        return worked(tx, received, books.open(tx, received, causes), now);
    }

    private Need received(NeedRequest request, Instant now) {
        return new Need(new NeedId(rooms.ids().next()), request, new NeedState.Received(), 1, now);
    }

    /** Takes a request in and no more: what it comes to is worked out by {@link #answer}. */
    Taken take(Tx tx, NeedRequest request, Instant now, List<RecordId> causes) {
        Optional<Need> known = Needs.known(tx, request.requester(), request.requestId());
        if (known.isPresent()) {
            return known.get().request().equals(request)
                    ? new Taken.Known(known.get())
                    : new Taken.Refused(reused(tx, known.get(), request, now, causes));
        }
        Needs.Waiting waiting = Needs.waiting(tx, request.requester());
        if (waiting.all() >= limits.waitingMax() || waiting.own() >= limits.openPerRequester()) {
            return new Taken.Busy();
        }
        Need received = received(request, now);
        RecordId record = books.open(tx, received, causes);
        return NeedRules.fault(request, inArea(request), terms, limits, now)
                .<Taken>map(fault ->
                        new Taken.Known(books.move(tx, received, new NeedState.Rejected(fault), now, List.of(record))
                                .need()))
                .orElseGet(() -> new Taken.In(received));
    }

    /** Answers a request that was taken in; empty while somebody else is at it, or when it has its answer. */
    Optional<Asked> answer(Tx tx, NeedId id, Instant now) {
        Breath.hold(tx);
        return Needs.claim(tx, id)
                .filter(need -> need.state() instanceof NeedState.Received)
                .map(need -> worked(tx, need, Needs.record(tx, id), now));
    }

    private Asked worked(Tx tx, Need received, RecordId record, Instant now) {
        NeedRequest request = received.request();
        List<Site> inArea = inArea(request);
        Optional<Reason> fault =
                NeedRules.fault(request, inArea, terms, limits, now).or(() -> tooManyOpen(tx, request.requester()));
        if (fault.isPresent()) {
            NeedStep rejected = books.move(tx, received, new NeedState.Rejected(fault.get()), now, List.of(record));
            return new Asked.Declined(rejected.need(), fault.get(), rejected.record());
        }
        NeedStep valid = books.move(tx, received, new NeedState.Validated(), now, List.of(record));
        return answer(tx, valid, inArea, now);
    }

    /** Negotiates what {@link #ask} would, and keeps nothing but what the room of the plan remembers. */
    void foresee(NeedRequest request, Instant now) {
        List<Site> inArea = inArea(request);
        WhatIf standing = rooms.planning().whatIf();
        boolean askable = NeedRules.fault(request, inArea, terms, limits, now).isEmpty()
                && standing.plan().grid().span().contains(request.window());
        if (askable) {
            var _ = answer(
                    () -> {},
                    request,
                    beside(Offers.open(rooms.database(), OPEN_MAX), standing),
                    inArea,
                    site -> Turns.read(rooms.database(), site, request.window(), request.direction()));
        }
    }

    private List<Site> inArea(NeedRequest request) {
        return rooms.sites().get().stream()
                .filter(request.area()::contains)
                .sorted(Comparator.comparing(Site::id))
                .toList();
    }

    private Optional<Reason> tooManyOpen(Tx tx, String requester) {
        return Offers.countOpen(tx, requester) >= limits.openPerRequester()
                ? NeedRules.because(
                        Code.TOO_MANY_OPEN,
                        limits.openPerRequester() + " offers are open; order or decline one of them first")
                : Optional.empty();
    }

    private Asked again(Tx tx, Need known, NeedRequest request, Instant now, List<RecordId> causes) {
        if (!known.request().equals(request)) {
            return reused(tx, known, request, now, causes);
        }
        RecordId record = Needs.record(tx, known.id());
        return switch (known.state()) {
            case NeedState.Rejected(Reason reason) -> new Asked.Declined(known, reason, record);
            case NeedState.Declined(Reason reason) -> new Asked.Declined(known, reason, record);
            case NeedState.Expired _ ->
                new Asked.Declined(known, new Reason(Code.TOO_LATE, "the window has begun"), record);
            case NeedState.Offered _, NeedState.Filled _, NeedState.PartiallyFilled _, NeedState.Unfilled _ ->
                new Asked.Offered(known, Offers.of(rooms.database(), known.id()).orElseThrow(), record);
            case NeedState.Received _ -> worked(tx, known, record, now);
            case NeedState.Validated _ -> throw new IllegalStateException("need " + known.id() + " was left VALIDATED");
        };
    }

    private Asked.Refused reused(Tx tx, Need known, NeedRequest request, Instant now, List<RecordId> causes) {
        var reason = new Reason(
                Code.REQUEST_ID_REUSED,
                "request id " + request.requestId() + " was used for another request; use a new one");
        return new Asked.Refused(
                known, reason, books.refused(tx, FlexRecords.subject(known), "ASK", reason, now, causes));
    }

    private Asked answer(Tx tx, NeedStep valid, List<Site> inArea, Instant now) {
        NeedRequest request = valid.need().request();
        WhatIf standing = rooms.planning().whatIf();
        if (!standing.plan().grid().span().contains(request.window())) {
            String span = standing.plan().grid().span().toString();
            return declined(
                    tx,
                    valid,
                    new Reason(Code.WINDOW_INVALID, "the standing plan covers " + span + "; ask for a window inside"),
                    now);
        }
        // Jobs negotiate while nothing is locked; only if something moved meanwhile they do it again, undisturbed.
        Answer answer = answer(
                Breath.of(tx),
                request,
                beside(Offers.open(tx, OPEN_MAX), standing),
                inArea,
                site -> Turns.read(rooms.database(), site, request.window(), request.direction()));
        rooms.planning().hold(tx);
        if (!isStillSo(tx, answer)) {
            WhatIf held = rooms.planning().whatIf();
            answer = answer(
                    Breath.of(tx),
                    request,
                    beside(Offers.open(tx, OPEN_MAX), held),
                    inArea,
                    site -> Turns.lock(tx, site, request.window(), request.direction()));
        }
        return answer.curve().options().isEmpty()
                ? declined(tx, valid, answer.curve().binding().orElseThrow(), now)
                : offered(tx, valid, answer, now);
    }

    /** What came of negotiating, and what it rests on. */
    private record Answer(WhatIf whatIf, List<SiteSupply> sites, Curve curve) {}

    private Answer answer(
            Runnable breath,
            NeedRequest request,
            WhatIf whatIf,
            List<Site> inArea,
            Function<SiteId, SortedMap<Instant, Turns.Row>> rows) {
        List<SiteSupply> sites = inArea.stream()
                .map(site -> SiteSupply.of(site, request, whatIf, rows.apply(site.id())))
                .toList();
        return new Answer(
                whatIf, sites, new SupplyCurve(whatIf, request, sites, terms, limits.stepsMax(), breath).curve());
    }

    /** Locks what the answer rests on. */
    private boolean isStillSo(Tx tx, Answer answer) {
        boolean same = rooms.planning().isStanding(answer.whatIf().plan());
        for (SiteSupply site : answer.sites()) {
            same &= Turns.lock(tx, site.site().id(), site.window(), site.direction())
                    .equals(site.rows());
        }
        return same;
    }

    /** The question beside every open offer: all of them may be ordered. */
    private static WhatIf beside(List<Offer> offers, WhatIf standing) {
        HalfHours grid = standing.plan().grid();
        Bounds open = Bounds.NONE;
        for (Offer offer : offers) {
            open = open.and(Targets.of(offer, offer.whole().shares(), Targets.NOTHING_SOLD));
        }
        return open.within(grid).assumedBy(standing);
    }

    private Asked declined(Tx tx, NeedStep valid, Reason reason, Instant now) {
        NeedStep declined = books.move(tx, valid.need(), new NeedState.Declined(reason), now, List.of(valid.record()));
        return new Asked.Declined(declined.need(), reason, declined.record());
    }

    private Asked offered(Tx tx, NeedStep valid, Answer answer, Instant now) {
        List<SiteSupply> sites = answer.sites();
        Need need = valid.need();
        NeedRequest request = need.request();
        List<PlannedLoad> baseline = new ArrayList<>();
        sites.forEach(site -> baseline.addAll(site.baseline()));
        Offer offer = new Offer(
                        new OfferId(rooms.ids().next()),
                        need.id(),
                        request.direction(),
                        answer.curve().options(),
                        baseline,
                        quality(sites),
                        answer.whatIf().plan().version(),
                        answer.curve().binding(),
                        validUntil(request, now),
                        new OfferState.Draft(),
                        0,
                        now)
                .become(new OfferState.Submitted(), now);
        for (SiteShare share : Targets.most(offer)) {
            Turns.reserve(tx, share.site(), request.window(), request.direction(), share.itPower());
        }
        PromiseRows.hold(tx, offer.id().value(), planned(sites));
        RecordId record = books.open(tx, offer, request, List.of(valid.record()));
        NeedStep answered = books.move(tx, need, new NeedState.Offered(offer.id()), now, List.of(record));
        return new Asked.Offered(answered.need(), offer, answered.record());
    }

    /** Until it is ordered or over, no plan may put more load where less is offered, or take load where more is. */
    private static Bounds planned(List<SiteSupply> sites) {
        Bounds planned = Bounds.NONE;
        for (SiteSupply site : sites) {
            planned = planned.and(site.unturned());
        }
        return planned;
    }

    private Instant validUntil(NeedRequest request, Instant now) {
        Instant latest = request.window().start().minus(terms.leastNotice());
        Instant usual = now.plus(limits.offerValidity());
        return usual.isBefore(latest) ? usual : latest;
    }

    private static Quality quality(List<SiteSupply> sites) {
        return sites.stream()
                .flatMap(site -> site.periods().stream())
                .map(period -> period.quality())
                .reduce(Quality::worse)
                .orElseThrow();
    }
}
