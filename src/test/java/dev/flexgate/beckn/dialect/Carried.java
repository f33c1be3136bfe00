package dev.flexgate.beckn.dialect;

import dev.flexgate.beckn.message.BecknMessage;
import dev.flexgate.beckn.message.BecknMessage.Cancel;
import dev.flexgate.beckn.message.BecknMessage.Confirm;
import dev.flexgate.beckn.message.BecknMessage.Discover;
import dev.flexgate.beckn.message.BecknMessage.Failed;
import dev.flexgate.beckn.message.BecknMessage.Init;
import dev.flexgate.beckn.message.BecknMessage.OnCancel;
import dev.flexgate.beckn.message.BecknMessage.OnConfirm;
import dev.flexgate.beckn.message.BecknMessage.OnDiscover;
import dev.flexgate.beckn.message.BecknMessage.OnInit;
import dev.flexgate.beckn.message.BecknMessage.OnRate;
import dev.flexgate.beckn.message.BecknMessage.OnSelect;
import dev.flexgate.beckn.message.BecknMessage.OnStatus;
import dev.flexgate.beckn.message.BecknMessage.OnSupport;
import dev.flexgate.beckn.message.BecknMessage.OnTrack;
import dev.flexgate.beckn.message.BecknMessage.OnUpdate;
import dev.flexgate.beckn.message.BecknMessage.Rate;
import dev.flexgate.beckn.message.BecknMessage.Select;
import dev.flexgate.beckn.message.BecknMessage.Status;
import dev.flexgate.beckn.message.BecknMessage.Support;
import dev.flexgate.beckn.message.BecknMessage.Track;
import dev.flexgate.beckn.message.BecknMessage.Update;
import dev.flexgate.beckn.message.Cancellation;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.Intent;
import dev.flexgate.beckn.message.Proposal;
import dev.flexgate.beckn.message.Rating;
import dev.flexgate.beckn.message.SupportDesk;
import dev.flexgate.beckn.message.Tracking;
import java.util.List;
import java.util.Optional;

/** What of a message a dialect has a place for; docs/reference/beckn.md lists what has none. */
final class Carried {

    private Carried() {}

    /** rc1: the category of a rating is one of a list, and says what is rated; for a word beside it there is no place. */
    static BecknMessage inRc1(BecknMessage message) {
        return switch (message) {
            case Rate rate -> inRc1(rate);
            case Failed failed
            when failed.asked() instanceof Rate rate -> new Failed(failed.context(), inRc1(rate), failed.error());
            default -> message;
        };
    }

    private static Rate inRc1(Rate rate) {
        return new Rate(
                rate.context(),
                rate.ratings().stream()
                        .map(each -> new Rating(
                                each.targetId(),
                                each.target(),
                                each.scale(),
                                each.value(),
                                "",
                                each.comment(),
                                each.tags()))
                        .toList(),
                rate.preview());
    }

    private static Context context(Context context) {
        return new Context(
                context.bap(),
                context.bpp(),
                context.transactionId(),
                context.messageId(),
                "",
                context.domain(),
                context.timestamp(),
                context.ttl(),
                List.of());
    }

    private static Proposal named(String id) {
        return new Proposal(id, List.of(), List.of(), List.of());
    }

    /**
     * 1.1.1: no network, no vocabularies, no previews; status, track and cancel name an order and nothing else;
     * ratings are a number of five, and nobody is told what others say; who helps has no name and no hours; a
     * refusal does not repeat what was asked.
     */
    static BecknMessage inV1(BecknMessage message) {
        Context context = context(message.context());
        return switch (message) {
            case Discover discover -> new Discover(context, discover.intent());
            case Select select -> new Select(context, select.proposal());
            case Init init -> new Init(context, init.proposal());
            case Confirm confirm -> new Confirm(context, confirm.proposal());
            case Status status -> new Status(context, named(status.proposal().contractId()));
            case Track track -> new Track(context, named(track.proposal().contractId()), track.watcher());
            case Update update -> new Update(context, update.proposal(), update.change(), false);
            case Cancel cancel ->
                new Cancel(context, named(cancel.proposal().contractId()), List.of(), cancel.reason(), false);
            case Rate rate ->
                new Rate(context, rate.ratings().stream().map(Carried::inV1).toList(), false);
            case Support support -> new Support(context, support.contractId(), "", support.callbackPhone(), false);
            case OnDiscover found -> new OnDiscover(context, found.catalogs());
            case OnSelect quoted -> new OnSelect(context, quoted.contract());
            case OnInit initiated -> new OnInit(context, initiated.contract());
            case OnConfirm confirmed -> new OnConfirm(context, confirmed.contract());
            case OnStatus standing -> new OnStatus(context, standing.contract());
            case OnTrack tracked ->
                new OnTrack(
                        context,
                        named(tracked.proposal().contractId()),
                        new Tracking(
                                tracked.tracking().url(), tracked.tracking().active(), Optional.empty()));
            case OnUpdate updated -> new OnUpdate(context, updated.contract(), updated.notice(), false);
            case OnCancel cancelled -> new OnCancel(context, cancelled.contract(), false);
            case OnRate _ -> new OnRate(context, List.of(), false);
            case OnSupport supported -> new OnSupport(context, supported.contractId(), inV1(supported.desk()), false);
            case Failed failed -> new Failed(context, unsaid(failed.asked(), context), failed.error());
            case BecknMessage.AskChoices ask -> new BecknMessage.AskChoices(context, ask.action());
            case BecknMessage.Choices some -> new BecknMessage.Choices(context, some.answers(), some.choices());
            case BecknMessage.Pull pull -> pull;
            case BecknMessage.OnPull pulled -> pulled;
            case BecknMessage.FlexRequest flex -> flex;
            case BecknMessage.FlexCallback flex -> flex;
        };
    }

    private static Rating inV1(Rating rating) {
        return new Rating(rating.targetId(), rating.target(), rating.scale(), rating.value(), "", "", List.of());
    }

    private static SupportDesk inV1(SupportDesk desk) {
        return new SupportDesk("", desk.email(), desk.phone(), desk.url(), "", "");
    }

    private static BecknMessage.Request unsaid(BecknMessage.Request asked, Context context) {
        Proposal nothing = named("");
        return switch (asked.action()) {
            case DISCOVER -> new Discover(context, new Intent("", ""));
            case SELECT -> new Select(context, nothing);
            case INIT -> new Init(context, nothing);
            case CONFIRM -> new Confirm(context, nothing);
            case STATUS, UPDATE -> new Status(context, nothing);
            case TRACK -> new Track(context, nothing, "");
            case CANCEL -> new Cancel(context, nothing, List.of(), Cancellation.Reason.UNSAID, false);
            case RATE -> new Rate(context, List.of(), false);
            case SUPPORT -> new Support(context, "", "", "", false);
            case CANCELLATION_REASONS, RETURN_REASONS, RATING_CATEGORIES ->
                new BecknMessage.AskChoices(context, asked.action());
            case PULL -> asked;
        };
    }
}
