package dev.flexgate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    @Test
    void a_url_names_everything() {
        assertEquals(
                new DatabaseAddress("db.example", 6432, "flex", "me@home", "p:w/+ ü"),
                DatabaseAddress.parse("postgresql://me%40home:p:w%2F+%20%C3%BC@db.example:6432/flex"));
    }

    @Test
    void port_and_password_may_be_left_out() {
        assertEquals(
                new DatabaseAddress("::1", 5432, "flex", "me", ""), DatabaseAddress.parse("postgres://me@[::1]/flex"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "mysql://me:secret@host/db",
                "postgresql://host/db",
                "postgresql://me:secret@host",
                "postgresql://me:secret@host/",
                "postgresql://me:secret@host:70000/db",
                "postgresql://me:secret@host/db?sslmode=require",
                "postgresql://me:sec ret@host/db"
            })
    void anything_else_is_refused_without_repeating_the_password(String url) {
        var refused = assertThrows(IllegalArgumentException.class, () -> DatabaseAddress.parse(url));
        assertFalse(refused.toString().contains("secret"));
    }

    @Test
    void it_does_not_print_its_password() {
        assertEquals(
                "postgresql://me@host:5432/db", new DatabaseAddress("host", 5432, "db", "me", "secret").toString());
    }
}
