package dev.flexgate.store;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Databases of one server with the whole schema and no rows. Those that tests are done with are emptied, given another
 * name and used again: a database is 800 files, and ext4 looks past every file that was deleted in the last minutes
 * when it makes one, so that throwing one away for each test costs seconds.
 */
final class FreshDatabases {

    private static final String TEMPLATE = "template_flexgate";

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What a copy of the template has in common with it, whatever rows it has: its own objects, under their ids. */
    private static final String OBJECTS = """
            select md5(string_agg(thing, ',' order by thing)) as objects
              from (select concat_ws(' ', 'relation', oid, relname, relkind, relnatts)
                      from pg_class where oid >= 16384 and relkind not in ('t', 'i') and relpersistence <> 't'
                    union all
                    select concat_ws(' ', 'index', indexrelid, indisvalid) from pg_index where indexrelid >= 16384
                    union all
                    select concat_ws(' ', 'column', attrelid, attname, atttypid, attnotnull)
                      from pg_attribute where attrelid >= 16384 and attnum > 0
                    union all
                    select concat_ws(' ', 'constraint', oid, conname, convalidated)
                      from pg_constraint where oid >= 16384
                    union all
                    select concat_ws(' ', 'trigger', oid, tgname, tgenabled) from pg_trigger where oid >= 16384
                    union all
                    select concat_ws(' ', 'function', oid, proname, md5(prosrc))
                      from pg_proc where oid >= 16384) own(thing)
            """;

    /** Neither triggers nor foreign keys have a say. Deleting is quicker than truncating while there is little. */
    private static final String EMPTY = """
            do $$
            declare filled record;
            begin
                perform set_config('session_replication_role', 'replica', true);
                for filled in
                    select oid::regclass as name, pg_relation_size(oid) as size
                      from pg_class
                     where relkind = 'r' and relnamespace = 'public'::regnamespace and pg_relation_size(oid) > 0
                       and not relname = any(array[SEEDED])
                loop
                    if filled.size > 262144 then
                        execute format('truncate %s cascade', filled.name);
                    else
                        execute format('delete from %s', filled.name);
                    end if;
                end loop;
                perform setval(seqrelid::regclass, seqstart, false) from pg_sequence;
            end $$
            """;

    private final Vertx vertx;
    private final DatabaseAddress server;
    private final DatabaseLimits limits;
    private final Database admin;
    private final List<String> seeded;
    private final String pristine;
    private final Deque<String> spare = new ArrayDeque<>();
    private int count;

    /** Throws away what earlier runs left on the server, and brings a template up to date. */
    FreshDatabases(Vertx vertx, DatabaseAddress server, DatabaseLimits limits) {
        this.vertx = vertx;
        this.server = server;
        this.limits = limits.withPoolSize(1);
        this.admin = Database.open(vertx, server, this.limits);
        admin.rows("select datname from pg_database where datname ~ '^(test|spare)_' or datname = $1", TEMPLATE)
                .forEach(left -> drop(left.getString("datname")));
        admin.rows("create database " + TEMPLATE);
        try (Database template = Database.open(vertx, server.withDatabase(TEMPLATE), this.limits)) {
            Migrations.run(template);
            this.seeded = seeded(template);
            this.pristine = print(template);
        }
    }

    private static List<String> seeded(Database template) {
        return template
                .rows("select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace")
                .stream()
                .map(row -> row.getString("relname"))
                .filter(table ->
                        !template.rows("select 1 from " + table + " limit 1").isEmpty())
                .toList();
    }

    /** All that a copy must have in common with the template to be as good as new, once it is emptied. */
    private String print(Database database) {
        List<String> parts = new ArrayList<>();
        parts.add(database.row(OBJECTS).orElseThrow().getString("objects"));
        seeded.forEach(table -> parts.add(database.row(
                        "select md5(string_agg(each::text, ' ' order by each::text)) as rows from " + table + " each")
                .orElseThrow()
                .getString("rows")));
        return String.join(" ", parts);
    }

    /** A database with the whole schema and no rows. */
    DatabaseAddress next() {
        String name = "test_" + ++count;
        while (!spare.isEmpty()) {
            String candidate = spare.pop();
            admin.rows("alter database " + candidate + " rename to " + name);
            if (isEmptied(name)) {
                return server.withDatabase(name);
            }
            drop(name);
        }
        admin.rows("create database " + name + " template " + TEMPLATE);
        return server.withDatabase(name);
    }

    /** A database without any schema. */
    DatabaseAddress empty() {
        String name = "test_" + ++count;
        admin.rows("create database " + name + " template template0");
        return server.withDatabase(name);
    }

    /** Nobody uses this one any more. Whoever still holds its name will find nothing there. */
    void takeBack(String name) {
        String other = "spare_" + ++count;
        admin.rows(
                "select pg_terminate_backend(pid, $2) from pg_stat_activity where datname = $1",
                name,
                PATIENCE.toMillis());
        admin.rows("alter database " + name + " rename to " + other);
        spare.push(other);
    }

    private boolean isEmptied(String name) {
        try (Database database = Database.open(vertx, server.withDatabase(name), limits)) {
            database.rows(EMPTY.replace(
                    "SEEDED", seeded.stream().map(table -> "'" + table + "'").collect(Collectors.joining(", "))));
            return print(database).equals(pristine);
        } catch (StoreException altered) {
            return false;
        }
    }

    private void drop(String name) {
        admin.rows("drop database if exists " + name + " with (force)");
    }
}
