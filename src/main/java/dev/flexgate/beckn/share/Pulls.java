package dev.flexgate.beckn.share;

import dev.flexgate.beckn.BecknNode;
import dev.flexgate.beckn.dialect.LtsSharing;
import dev.flexgate.beckn.message.BecknMessage.OnPull;
import dev.flexgate.beckn.message.BecknMessage.Pull;
import dev.flexgate.beckn.message.Context;
import dev.flexgate.beckn.message.ErrorCode;
import dev.flexgate.beckn.message.PullWish;
import dev.flexgate.beckn.message.Pulled;
import dev.flexgate.beckn.message.RefusedException;
import dev.flexgate.store.Tx;
import dev.flexgate.wire.Digests;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Gives the catalogue whole to who asks for it: in the message when it is small, as a file when it is large. */
public final class Pulls {

    private enum Fault {
        TOO_LARGE,
        FORGOTTEN
    }

    private final BecknNode self;
    private final Wares wares;
    private final Journal journal;
    private final Sharing records;
    private final ShareMeters meters;
    private final ShareLimits limits;
    private final InstantSource clock;

    Pulls(
            BecknNode self,
            Wares wares,
            Journal journal,
            Sharing records,
            ShareMeters meters,
            ShareLimits limits,
            InstantSource clock) {
        this.self = self;
        this.wares = wares;
        this.journal = journal;
        this.records = records;
        this.meters = meters;
        this.limits = limits;
        this.clock = clock;
    }

    /** The answer to a pull; a file that it needs is kept in {@code tx}. */
    public OnPull answer(Tx tx, Pull pull, Context reply) {
        Instant now = clock.instant();
        List<byte[]> found = found(tx, pull, now);
        long bytes = found.stream().mapToLong(each -> each.length + 1L).sum();
        if (bytes > limits.pulls().fileBytes()) {
            meters.bounded("fileBytes");
            throw RefusedException.of(
                            ErrorCode.BIZ_GENERIC_ERROR,
                            "the catalogues are " + bytes + " bytes, at most "
                                    + limits.pulls().fileBytes() + " are given")
                    .reason(Fault.TOO_LARGE)
                    .at("$.message")
                    .fix("ask for some of them by catalogIds or limit, or subscribe");
        }
        records.pulled(
                tx, pull.requestId(), pull.context().bap().id(), pull.context().messageId(), found.size(), bytes, now);
        meters.pulled(bytes <= limits.pulls().inlineBytes() ? "inline" : "file", bytes);
        Pulled pulled = bytes <= limits.pulls().inlineBytes()
                ? new Pulled.Inline(new String(LtsSharing.array(found), StandardCharsets.UTF_8))
                : file(tx, pull, LtsSharing.file(found), now);
        return new OnPull(reply, pull.requestId(), pulled);
    }

    private Pulled file(Tx tx, Pull pull, byte[] file, Instant now) {
        String subscriber = pull.context().bap().id();
        PullFiles.forget(tx, now);
        PullFiles.makeRoom(tx, subscriber, limits.pulls().filesPerPeer() - 1);
        if (PullFiles.count(tx) >= limits.pulls().filesMax()) {
            meters.bounded("files");
            throw RefusedException.of(ErrorCode.NET_OVERLOADED, "too many files wait to be fetched")
                    .fix("pull again in an hour");
        }
        byte[] sha = Digests.sha256(file);
        Instant until = now.plus(limits.pulls().fileLife());
        PullFiles.keep(tx, UUID.fromString(pull.requestId()), subscriber, file, sha, now, until);
        String url = self.url() + "/catalog/pull/result/" + pull.requestId() + "/catalogs.json";
        return new Pulled.File(url, file.length, HexFormat.of().formatHex(sha), until);
    }

    private List<byte[]> found(Tx tx, Pull pull, Instant now) {
        PullWish wish = pull.wish();
        String asker = pull.context().bap().id();
        if (!wares.isFor(asker) || !Filters.meets(wish.networks(), wish.schemaTypes(), wares)) {
            return List.of();
        }
        List<Part> parts = wares.parts().stream().map(Part::of).toList();
        journal.note(tx, parts, wares.seller(), now);
        int limit = wish.limit().orElse(Integer.MAX_VALUE);
        return switch (wish.mode()) {
            case PullWish.Full _ ->
                parts.stream()
                        .filter(part ->
                                wish.catalogIds().isEmpty() || wish.catalogIds().contains(part.id()))
                        .limit(limit)
                        .map(Part::json)
                        .toList();
            case PullWish.Incremental(Optional<Instant> from, Optional<Instant> to) ->
                journal
                        .between(
                                tx,
                                since(from, now),
                                to.orElse(now),
                                wish.catalogIds(),
                                Math.min(limit, limits.versionsMax()))
                        .stream()
                        .map(Journal.Version::json)
                        .toList();
        };
    }

    private Instant since(Optional<Instant> from, Instant now) {
        Instant first = now.minus(limits.versionMemory());
        if (from.isPresent() && from.get().isBefore(first.minus(Duration.ofMinutes(1)))) {
            throw RefusedException.of(ErrorCode.BIZ_GENERIC_ERROR, "changes before " + first + " are forgotten")
                    .reason(Fault.FORGOTTEN)
                    .at("$.message.fromDate")
                    .fix("pull FULL, then what has changed since");
        }
        return from.orElse(first);
    }
}
