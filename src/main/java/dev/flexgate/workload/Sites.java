package dev.flexgate.workload;

import dev.flexgate.quantity.Power;
import dev.flexgate.store.Database;
import dev.flexgate.store.Tx;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The sites, every version of them. */
public final class Sites {

    private static final String COLUMNS = """
            site_id, version, name, operator, carbon_zone, price_zone, gsp_group, locality, latitude, longitude,
                   it_capacity_w, import_limit_w, inflexible_base_w, pue
            """;

    private static final String CURRENT = """
            select distinct on (site_id) %s
              from workload_site
             order by site_id, version desc
            """.formatted(COLUMNS);

    private static final String NEWEST = """
            select %s
              from workload_site
             where site_id = $1
             order by version desc
             limit 1
            """.formatted(COLUMNS);

    private static final String AT_VERSION = """
            select %s
              from workload_site
             where site_id = $1 and version = $2
            """.formatted(COLUMNS);

    private static final String ADD_VERSION = """
            insert into workload_site (site_id, version, name, operator, carbon_zone, price_zone, gsp_group, locality,
                   latitude, longitude, it_capacity_w, import_limit_w, inflexible_base_w, pue, recorded_at)
            values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
            """;

    private final Database database;

    public Sites(Database database) {
        this.database = database;
    }

    /** The current version of every site, by id. */
    public List<Versioned<Site>> current() {
        return database.rows(CURRENT).stream().map(Sites::read).toList();
    }

    /** Every site as it is now, by id. */
    public List<Site> all() {
        return current().stream().map(Versioned::value).toList();
    }

    public Optional<Site> find(SiteId id) {
        return database.row(NEWEST, id.value()).map(Sites::read).map(Versioned::value);
    }

    /** The site as it stood at {@code version}. */
    public Optional<Site> find(SiteId id, int version) {
        return database.row(AT_VERSION, id.value(), version).map(Sites::read).map(Versioned::value);
    }

    static List<Versioned<Site>> current(Tx tx) {
        return tx.rows(CURRENT).stream().map(Sites::read).toList();
    }

    static Optional<Versioned<Site>> newest(Tx tx, SiteId id) {
        return tx.row(NEWEST, id.value()).map(Sites::read);
    }

    static void add(Tx tx, Site site, int version, Instant now) {
        GridArea grid = site.grid();
        Place place = site.place();
        SitePower power = site.power();
        tx.update(
                ADD_VERSION,
                site.id().value(),
                version,
                site.name(),
                site.operator().value(),
                grid.carbonZone(),
                grid.priceZone(),
                grid.gspGroup(),
                place.locality(),
                place.latitude(),
                place.longitude(),
                power.itCapacity().watts(),
                power.importLimit().watts(),
                power.inflexibleBase().watts(),
                power.effectiveness(),
                now);
    }

    private static Versioned<Site> read(Row row) {
        Site site = new Site(
                new SiteId(row.getString("site_id")),
                row.getString("name"),
                new TenantId(row.getString("operator")),
                new GridArea(row.getString("carbon_zone"), row.getString("price_zone"), row.getString("gsp_group")),
                new Place(row.getString("locality"), row.getBigDecimal("latitude"), row.getBigDecimal("longitude")),
                new SitePower(
                        new Power(row.getLong("it_capacity_w")),
                        new Power(row.getLong("import_limit_w")),
                        new Power(row.getLong("inflexible_base_w")),
                        row.getBigDecimal("pue")));
        return new Versioned<>(site, row.getInteger("version"));
    }
}
