package dev.flexgate.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresBinariesTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, postgres-linux-x86_64.txz",
        "Linux, aarch64, postgres-linux-arm_64.txz",
        "Mac OS X, x86_64, postgres-darwin-x86_64.txz",
        "Mac OS X, aarch64, postgres-darwin-arm_64.txz"
    })
    void each_platform_has_its_own(String osName, String osArch, String resource) {
        assertEquals(resource, PostgresBinaries.resource(osName, osArch));
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, 6.1.0-28-amd64, syncfs",
        "Linux, 5.8.0, syncfs",
        "Linux, 5.7.19, fsync",
        "Linux, 4.19.0, fsync",
        "Linux, odd, fsync",
        "Mac OS X, 15.1, fsync"
    })
    void a_whole_file_system_is_synced_where_that_reports_errors(String osName, String osVersion, String method) {
        assertEquals(method, Folders.syncMethod(osName, osVersion));
    }
}
