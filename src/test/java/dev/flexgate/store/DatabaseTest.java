package dev.flexgate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {

    private final Database database = TestDatabase.fresh();

    @BeforeEach
    void make_a_table() {
        database.rows("create table thing (id int constraint thing_once primary key, w int check (w >= 0))");
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void what_work_returns_from_is_there_for_others() {
        int touched = database.inTransaction(tx -> tx.update("insert into thing (id) values ($1)", 1));
        assertEquals(1, touched);
        assertEquals(1, count());
    }

    @Test
    void nothing_stays_of_work_that_throws() {
        assertThrows(
                IllegalArgumentException.class,
                () -> database.doInTransaction(tx -> {
                    tx.update("insert into thing (id) values (1)");
                    throw new IllegalArgumentException("no");
                }));
        assertEquals(0, count());
    }

    private long count() {
        return database.row("select count(*) as n from thing").orElseThrow().getLong("n");
    }
}
