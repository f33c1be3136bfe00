package dev.flexgate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MigrationsTest {

    private static final Migration FIRST = Migration.of("0001__a_first.sql", "create table a (id int);");
    private static final Migration SECOND =
            Migration.of("0010__b_second.sql", "create table b (id int); insert into b values (1);");
    private static final Migration BROKEN =
            Migration.of("0020__c_broken.sql", "create table c (id int); select nonsense;");

    private final Database database =
            Database.open(TestDatabase.vertx(), TestDatabase.emptyAddress(), TestDatabase.limits());

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void those_of_the_program_run_on_an_empty_database() {
        Migrations.run(database);
        assertEquals(
                Migration.all("db").size(),
                database.rows("select number from store_migration").size());
        assertTrue(database.rows("select name from store_lease").isEmpty());
    }

    @Test
    void each_runs_once_and_later_ones_are_added() {
        Migrations.run(database, List.of(FIRST));
        Migrations.run(database, List.of(FIRST, SECOND));
        Migrations.run(database, List.of(FIRST, SECOND));
        assertEquals(List.of(1, 10), applied());
        assertEquals(1, database.rows("select id from b").size());
    }

    @Test
    void a_lower_number_of_another_room_may_come_later() {
        Migrations.run(database, List.of(SECOND));
        Migrations.run(database, List.of(FIRST, SECOND));
        assertEquals(List.of(1, 10), applied());
    }

    @Test
    void one_that_was_edited_after_it_ran_is_refused() {
        Migrations.run(database, List.of(FIRST));
        Migration edited = Migration.of("0001__a_first.sql", "create table a (id bigint);");
        assertThrows(IllegalStateException.class, () -> Migrations.run(database, List.of(edited, SECOND)));
        assertEquals(List.of(1), applied());
    }

    @Test
    void a_database_ahead_of_the_program_is_refused() {
        Migrations.run(database, List.of(FIRST, SECOND));
        assertThrows(IllegalStateException.class, () -> Migrations.run(database, List.of(FIRST)));
    }

    @Test
    void one_that_fails_leaves_nothing_and_keeps_those_before_it() {
        assertThrows(StoreException.class, () -> Migrations.run(database, List.of(FIRST, BROKEN)));
        assertEquals(List.of(1), applied());
        assertTrue(database.rows("select 1 from pg_class where relname = 'c'").isEmpty());
    }

    @Test
    void nodes_that_start_together_take_turns() throws InterruptedException {
        List<Thread> nodes = new ArrayList<>();
        for (int node = 0; node < 4; node++) {
            nodes.add(Thread.startVirtualThread(() -> Migrations.run(database, List.of(FIRST, SECOND))));
        }
        for (Thread node : nodes) {
            node.join();
        }
        assertEquals(List.of(1, 10), applied());
        assertEquals(1, database.rows("select id from b").size());
    }

    @Test
    void a_file_with_another_kind_of_name_is_refused() {
        assertThrows(IllegalStateException.class, () -> Migration.of("1_first.sql", ""));
    }

    private List<Integer> applied() {
        return database.rows("select number from store_migration order by number").stream()
                .map(row -> row.getInteger("number"))
                .toList();
    }
}
