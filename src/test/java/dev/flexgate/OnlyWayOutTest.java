package dev.flexgate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MemberRefEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Nothing leaves but through {@code wire.OutboundHttp}, which judges every address. Read from the class files: whoever
 * makes a client of its own, by whatever library, shows here.
 */
class OnlyWayOutTest {

    private static final Path CLASSES = Path.of("target", "classes", "dev", "flexgate");

    /** Classes whose mere mention opens a way out. */
    private static final Set<String> CLIENTS = Set.of(
            "java/net/http/HttpClient",
            "java/net/Socket",
            "java/net/HttpURLConnection",
            "java/nio/channels/SocketChannel",
            "javax/net/ssl/SSLSocketFactory",
            "io/vertx/ext/web/client/WebClient",
            "io/vertx/core/http/HttpClientBuilder",
            "io/vertx/core/http/WebSocketClient",
            "io/vertx/core/net/NetClient",
            "io/vertx/core/datagram/DatagramSocket");

    /** Methods that make one. */
    private static final Set<String> MAKERS = Set.of(
            "createHttpClient",
            "httpClientBuilder",
            "createWebSocketClient",
            "webSocketClientBuilder",
            "createNetClient",
            "createDatagramSocket");

    @Test
    void only_wire_makes_a_client() throws IOException {
        assertEquals(Set.of("wire/OutboundHttp"), makers(CLASSES));
    }

    @Test
    void the_test_would_see_one() throws IOException {
        assertTrue(makers(Path.of("target", "test-classes", "dev", "flexgate")).contains("OnlyWayOutTest$Smuggler"));
    }

    /** What must be seen; never called. */
    @SuppressWarnings("unused")
    private static final class Smuggler {
        static Object smuggle() {
            return java.net.http.HttpClient.newHttpClient();
        }
    }

    private static Set<String> makers(Path folder) throws IOException {
        var found = new TreeSet<String>();
        try (var files = Files.walk(folder)) {
            List<Path> classes =
                    files.filter(each -> each.toString().endsWith(".class")).toList();
            for (Path file : classes) {
                if (makesOne(file)) {
                    String name = folder.relativize(file).toString();
                    found.add(name.substring(0, name.length() - ".class".length()));
                }
            }
        }
        return found;
    }

    private static boolean makesOne(Path file) throws IOException {
        for (var entry : ClassFile.of().parse(file).constantPool()) {
            boolean client = entry instanceof ClassEntry type && CLIENTS.contains(type.asInternalName());
            boolean maker = entry instanceof MemberRefEntry member
                    && MAKERS.contains(member.name().stringValue());
            if (client || maker) {
                return true;
            }
        }
        return false;
    }
}
