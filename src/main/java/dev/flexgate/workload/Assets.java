package dev.flexgate.workload;

import dev.flexgate.quantity.Power;
import dev.flexgate.store.Columns;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The assets and their meters, every version of them. */
public final class Assets {

    private static final String COLUMNS = """
            asset_id, version, site_id, kind, max_turn_down_w, max_turn_up_w, meter_id, import_msid, export_msid, bm_unit
            """;

    private static final String CURRENT = """
            select distinct on (asset_id) %s
              from workload_asset
             order by asset_id, version desc
            """.formatted(COLUMNS);

    private static final String CURRENT_AMONG = """
            select distinct on (asset_id) %s
              from workload_asset
             where asset_id = any($1)
             order by asset_id, version desc
            """.formatted(COLUMNS);

    private static final String ADD_VERSION = """
            insert into workload_asset (asset_id, version, site_id, kind, max_turn_down_w, max_turn_up_w, meter_id,
                   import_msid, export_msid, bm_unit, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """;

    private final Database database;

    public Assets(Database database) {
        this.database = database;
    }

    /** Every asset as it is now, by id. */
    public List<Asset> all() {
        return database.rows(CURRENT).stream()
                .map(Assets::read)
                .map(Versioned::value)
                .toList();
    }

    /** The assets of one site as they are now, by id. */
    public List<Asset> of(SiteId site) {
        return all().stream().filter(asset -> asset.site().equals(site)).toList();
    }

    /** Those of {@code ids} that exist, as they are now, by id. */
    public List<Versioned<Asset>> among(Collection<AssetId> ids) {
        String[] names = ids.stream().map(AssetId::value).toArray(String[]::new);
        return database.rows(CURRENT_AMONG, (Object) names).stream()
                .map(Assets::read)
                .toList();
    }

    static Optional<Versioned<Asset>> newest(Tx tx, AssetId id) {
        return tx.row(CURRENT_AMONG, (Object) new String[] {id.value()}).map(Assets::read);
    }

    static void add(Tx tx, Asset asset, int version, Instant now) {
        tx.update(
                ADD_VERSION,
                asset.id().value(),
                version,
                asset.site().value(),
                asset.kind().name(),
                asset.maxTurnDown().watts(),
                asset.maxTurnUp().watts(),
                asset.meter().value(),
                asset.msids().map(MsidPair::importMsid).orElse(null),
                asset.msids().flatMap(MsidPair::exportMsid).orElse(null),
                asset.bmUnit().orElse(null),
                now);
    }

    private static Versioned<Asset> read(Row row) {
        Asset asset = new Asset(
                new AssetId(row.getString("asset_id")),
                new SiteId(row.getString("site_id")),
                AssetKind.valueOf(row.getString("kind")),
                new Power(row.getLong("max_turn_down_w")),
                new Power(row.getLong("max_turn_up_w")),
                new MeterId(row.getString("meter_id")),
                Columns.maybeText(row, "import_msid")
                        .map(msid -> new MsidPair(msid, Columns.maybeText(row, "export_msid"))),
                Columns.maybeText(row, "bm_unit"));
        return new Versioned<>(asset, row.getInteger("version"));
    }
}
