package dev.flexgate.wire;

import java.util.Locale;

/**
 * Every kind of problem that the REST interface names, with its status and what to do about it. A problem document
 * carries the name as {@code code}, and its {@code type} is the page {@code /problems/<slug>} on the gateway itself;
 * {@code docs/reference/problems.md} is written from here, and a test holds both equal.
 */
public enum ProblemCode {
    VALIDATION_FAILED(
            400,
            "The request is not well formed",
            "Correct each field that `errors` points at; a `suggestion` can be taken over as it is."),
    NOT_FOUND(
            404,
            "There is nothing here",
            "Check the address and the id. What belongs to another tenant looks the same as what does not exist."),
    UNAUTHENTICATED(
            401,
            "No valid credential",
            "Send `Authorization: Bearer fgk_...` with a key that is neither expired nor revoked, or sign in."),
    FORBIDDEN(
            403,
            "The credential does not allow this",
            "Use a key with the scope that `requiredScope` names; an administrator makes one with `flexgate keys create`."),
    CROSS_SITE_REFUSED(
            403,
            "The request came from another site",
            "Send changes from a page of the gateway itself, with its `_csrf` field or the `X-CSRF-Token` header."),
    RATE_LIMITED(
            429,
            "Too many requests",
            "Wait as long as `Retry-After` says; the `RateLimit` headers tell how much is left."),
    IDEMPOTENCY_KEY_REQUIRED(
            400,
            "The Idempotency-Key header is missing",
            "Send `Idempotency-Key` with a value of your own that is new for each intent, such as a UUID."),
    IDEMPOTENCY_KEY_REUSED(
            422,
            "The Idempotency-Key was used for another request",
            "Use a new key for a new intent; repeat the exact bytes to hear the first answer again."),
    IDEMPOTENCY_IN_FLIGHT(
            409,
            "The first request with this Idempotency-Key is still being worked on",
            "Repeat the request in a moment: it will hear the answer of the first."),
    JOB_REFUSED(
            422,
            "The job cannot be taken",
            "Change what `errors` points at; a `suggestion` gives a value that would pass this check."),
    JOB_CLOSED(409, "The job is over", "Nothing to do: a job that is done, missed or cancelled stays so."),
    DISPATCH_CONFLICT(
            409,
            "The instruction cannot take this step",
            "Read the instruction again: `reason` tells whether another revision counts, the answer is too late, or its"
                    + " state does not lead there."),
    MIGRATION_CONFLICT(
            409,
            "The migration cannot take this step",
            "Read the migration again: `detail` tells whether another revision counts, the site has no part in it, or it is"
                    + " over."),
    FLEX_REFUSED(
            422,
            "The flexibility request cannot be answered",
            "Change what `errors` points at; `reason` is one of the reasons of docs/reference/flexibility.md."),
    FLEX_CONFLICT(
            409,
            "The request or order cannot take this step",
            "Read it again: `reason` says what stands against it, such as an offer that expired or another price."),
    PURCHASE_CONFLICT(
            409,
            "The partner cannot be asked this",
            "Read the purchase again: `reason` says what comes first, such as a quote, or what is over."),
    SETTLEMENT_CONFLICT(
            409,
            "The settlement cannot take this step",
            "Read the settlement again: `lineState` of its half-hours tells what follows, and nothing can be said of it"
                    + " before its first run."),
    SECRET_TOLD_ONCE(
            409,
            "The answer held a secret, which is told once and not kept",
            "What was made is named by `resource`; if its secret was not heard, rotate it as `rotate` says, or delete it"
                    + " and make another under a new Idempotency-Key."),
    KEY_LIMIT(
            409,
            "There are as many API keys as there may be",
            "Revoke keys that nobody uses: `flexgate keys ls` shows when."),
    FIRST_KEY_NOT_ADMIN(
            422,
            "The first API key must be an administrator's",
            "Create a key with the scope `admin` first; without one nobody could make another."),
    LAST_ADMIN_KEY(
            409,
            "This is the last administrator's key",
            "Create another key with the scope `admin` first, then revoke this one."),
    PARTICIPANT_TAKEN(
            409,
            "The participant cannot become this tenant's",
            "`flexgate tenants ls` shows whose it is; part them first with `flexgate tenants part`."),
    WEBHOOK_REFUSED(
            422,
            "The webhook subscription cannot be accepted",
            "Change what `errors` points at: the address must be one that this gateway may call, each event type one that"
                    + " it sends (`GET /api/v1/event-types`)."),
    WEBHOOK_LIMIT(409, "There are as many webhook subscriptions as there may be", "Delete one that is not needed."),
    WEBHOOK_CONFLICT(
            409,
            "The webhook subscription is not in a state for this",
            "Read it again and do what `detail` says first."),
    FORGOTTEN(
            410,
            "It was kept as long as this gateway keeps such things, and is gone",
            "`detail` says since when; its hashes are kept, and its audit record proves what a copy of yours must be."),
    VERSION_STALE(
            412,
            "It was changed meanwhile",
            "Read it again, look at what changed, and send the new `ETag` as `If-Match`."),
    VERSION_REQUIRED(428, "The If-Match header is missing", "Send the `ETag` that you have read as `If-Match`."),
    EVIDENCE_TOO_LARGE(
            422,
            "The case has more records than a bundle may hold",
            "Read its records one by one: `GET /api/v1/audit/subjects/{type}/{id}` names them, each has its proof."),
    EVIDENCE_NOT_YET(
            503,
            "No checkpoint covers the case yet",
            "Ask again in a moment: checkpoints are signed every few seconds."),
    ZONE_UNKNOWN(
            404,
            "Nothing is forecast for this zone",
            "Name one of those that `GET /api/v1/regions` lists, or give the gateway a feed for it."),
    FORECAST_MISSING(
            503,
            "No fresh forecast stands",
            "Ask again when the gateway has forecast (every half-hour); `/readyz` says what stands against it."),
    FORECAST_TOO_SHORT(
            422, "The forecast does not reach so far", "Ask for a window that ends by the time that `detail` names."),
    WINDOW_TOO_SHORT(
            422,
            "The work does not fit between earliest and latest",
            "Ask for a shorter duration, or leave more time: whole half-hours count."),
    RATE_MISSING(
            422,
            "Two currencies cannot be added without a rate",
            "State the rate in the request, or under `exchange` in the feeds file."),
    PLAN_INFEASIBLE(
            422,
            "No plan can do that",
            "Each of `obstacles` names by `code` what stands against it, with its numbers: ask for less, for another time"
                    + " or place, or, for a roll-back, with `partly`."),
    PROPOSAL_CLOSED(
            409,
            "The proposal can be applied no more",
            "`state` says what became of it: propose again, and apply that."),
    PROPOSAL_LIMIT(409, "There are as many open proposals as there may be", "Withdraw those that nobody will apply."),
    BUDGET_LIMIT(409, "There are as many budgets as there may be", "End one that is not needed."),
    POLICY_LIMIT(409, "There are as many policies as there may be", "Withdraw one that is not needed."),
    NO_PLAN(503, "No plan stands yet", "Ask again in a moment: the gateway makes its first plan after its start."),
    BUSY(503, "The gateway is busy", "Ask again after `Retry-After`."),
    STORE_UNAVAILABLE(503, "The database is away", "Ask again in a moment; nothing was changed."),
    INTERNAL(500, "Internal error", "The fault was logged; report it with the time and the path.");

    private final int status;
    private final String title;
    private final String fix;

    ProblemCode(int status, String title, String fix) {
        this.status = status;
        this.title = title;
        this.fix = fix;
    }

    /** HTTP status that goes with it. */
    public int status() {
        return status;
    }

    /** The same for every occurrence. */
    public String title() {
        return title;
    }

    /** What the caller can do, in Markdown. */
    public String fix() {
        return fix;
    }

    /** The name in kebab case, as in {@code /problems/not-found}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
