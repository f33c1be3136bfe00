package dev.flexgate.forecast;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.flexgate.feed.Signal;
import dev.flexgate.feed.Zone;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Models as they were learnt. Read whole only once: a model never changes. */
final class Models {

    /** Models kept in memory, about half a megabyte each. */
    private static final int CACHED_MAX = 32;

    /** Models kept of one signal of one zone: with one a day, what was issued within the last weeks can be made again. */
    private static final int KEPT = 40;

    private static final String SAVE = """
            insert into forecast_model (id, zone, signal, known_at, version, history_half_hours, data_sha256, sha256,
                                        content)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """;

    private static final String FORGET = """
            delete from forecast_model
             where zone = $1 and signal = $2
               and id not in (select id from forecast_model
                               where zone = $1 and signal = $2
                               order by known_at desc, id desc
                               limit $3)
            """;

    private static final String NEWEST = """
            select id
              from forecast_model
             where zone = $1 and signal = $2 and known_at <= $3 and version = $4
             order by known_at desc, id desc
             limit 1
            """;

    private static final String FIND = """
            select id, zone, signal, known_at, version, history_half_hours, data_sha256, sha256, content
              from forecast_model
             where id = $1
            """;

    private static final String LIST = """
            select distinct on (zone, signal)
                   zone, signal, known_at, version, history_half_hours, data_sha256, sha256
              from forecast_model
             order by zone, signal, known_at desc, id desc
             limit $1
            """;

    private final Database database;
    private final Cache<UUID, Model> cached =
            Caffeine.newBuilder().maximumSize(CACHED_MAX).build();

    Models(Database database) {
        this.database = database;
    }

    void save(Tx tx, Model model, byte[] content) {
        String zone = model.zone().code();
        String signal = model.signal().name();
        tx.update(
                SAVE,
                model.id(),
                zone,
                signal,
                model.knownAt(),
                model.version(),
                model.historyHalfHours(),
                model.dataSha256(),
                model.sha256(),
                content);
        tx.update(FORGET, zone, signal, KEPT);
    }

    /** The newest that was known at {@code asOf}. */
    Optional<Model> newest(Zone zone, Signal signal, Instant asOf) {
        return database.row(NEWEST, zone.code(), signal.name(), asOf, Model.VERSION)
                .map(row -> Columns.uuid(row, "id"))
                .flatMap(this::find);
    }

    /** Of each zone and signal the newest, without its coefficients; at most {@code count}. */
    List<ModelNote> notes(int count) {
        return database.rows(LIST, count).stream()
                .map(row -> new ModelNote(
                        new Zone(Columns.text(row, "zone")),
                        Signal.valueOf(Columns.text(row, "signal")),
                        Columns.instant(row, "known_at"),
                        row.getInteger("version"),
                        row.getInteger("history_half_hours"),
                        Columns.text(row, "data_sha256"),
                        Columns.text(row, "sha256")))
                .toList();
    }

    private Optional<Model> find(UUID id) {
        Model known = cached.getIfPresent(id);
        if (known != null) {
            return Optional.of(known);
        }
        Optional<Model> read = database.row(FIND, id).map(Models::model);
        read.ifPresent(model -> cached.put(id, model));
        return read;
    }

    private static Model model(Row row) {
        var zone = new Zone(Columns.text(row, "zone"));
        Signal signal = Signal.valueOf(Columns.text(row, "signal"));
        byte[] content = Columns.bytes(row, "content");
        int version = row.getInteger("version");
        String data = Columns.text(row, "data_sha256");
        String sha256 = Columns.text(row, "sha256");
        UUID id = Columns.uuid(row, "id");
        if (!sha256.equals(Model.sha256(zone, signal, version, data, content))) {
            throw new IllegalStateException("model " + id + " is not what was learnt");
        }
        return new Model(
                id,
                zone,
                signal,
                Columns.instant(row, "known_at"),
                version,
                row.getInteger("history_half_hours"),
                data,
                sha256,
                Learning.read(content));
    }
}
