package dev.flexgate.beckn;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.bouncycastle.crypto.digests.Blake2bDigest;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;

/**
 * A consumer written by hand from the specification: its own HTTP, its own signatures, its own JSON. It shares no
 * code with FlexGate, so that a mistake made there is not made here too.
 */
@SuppressWarnings("ArrayRecordComponent") // bodies are compared by nobody
final class HandBap implements AutoCloseable {

    static final String ID = "bap.example.com";
    static final String KEY_ID = "bap-key-1";

    /** A callback as it came in. */
    record HeardCallback(String path, Map<String, String> headers, byte[] body, JsonNode json) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }

        String messageId() {
            return json.at("/context/messageId").asText();
        }
    }

    /** What the provider answered, and what was sent. */
    record Answer(int status, Map<String, List<String>> headers, byte[] body, String authorization) {

        JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException notJson) {
                throw new UncheckedIOException(notJson);
            }
        }

        String header(String name) {
            return headers.getOrDefault(name, List.of("")).getFirst();
        }
    }

    private final Ed25519PrivateKeyParameters key;
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<HeardCallback> heard = new CopyOnWriteArrayList<>();
    private volatile Function<HeardCallback, Reply> manners = callback -> new Reply(200, ack(callback), "");

    /** How this consumer answers a callback. */
    record Reply(int status, String body, String signature) {}

    HandBap(byte[] seed) {
        this.key = new Ed25519PrivateKeyParameters(seed, 0);
        try {
            this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
        } catch (IOException taken) {
            throw new UncheckedIOException(taken);
        }
        server.createContext("/", this::hear);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/beckn";
    }

    String publicKey() {
        return Base64.getEncoder().encodeToString(key.generatePublicKey().getEncoded());
    }

    /** From now on, answers like this. */
    void answerWith(Function<HeardCallback, Reply> other) {
        manners = other;
    }

    List<HeardCallback> heard() {
        return heard;
    }

    static String ack(HeardCallback callback) {
        return "{\"message\":{\"status\":\"ACK\",\"messageId\":\"" + callback.messageId() + "\"}}";
    }

    private void hear(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.getFirst()));
        var callback =
                new HeardCallback(exchange.getRequestURI().getPath(), headers, body, new ObjectMapper().readTree(body));
        heard.add(callback);
        Reply reply = manners.apply(callback);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        if (!reply.signature().isEmpty()) {
            exchange.getResponseHeaders().add("Signature", reply.signature());
        }
        byte[] answer = reply.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(reply.status(), answer.length == 0 ? -1 : answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    /** Signs now and sends. */
    Answer send(String url, byte[] body, long nowSecond) {
        return post(url, body, authorization(ID + "|" + KEY_ID + "|ed25519", body, nowSecond, nowSecond + 60));
    }

    /** Sends under any header, or none when it is empty. */
    Answer post(String url, byte[] body, String authorization) {
        return post(url, body, authorization, "X-Made-By", "hand");
    }

    Answer post(String url, byte[] body, String authorization, String header, String value) {
        var request = HttpRequest.newBuilder(URI.create(url))
                .header("Content-Type", "application/json")
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return answer(request.build(), authorization);
    }

    private Answer answer(HttpRequest request, String authorization) {
        try {
            HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.headers().map(), response.body(), authorization);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    /**
     * Asks without a body, and signs no bytes at all; as nobody when the name is empty. Two calls within a second have
     * other signatures all the same.
     */
    Answer call(String method, String url, String subscriber, long nowSecond) {
        byte[] nothing = new byte[0];
        String authorization = subscriber.isEmpty()
                ? ""
                : authorization(
                        subscriber + "|" + KEY_ID + "|ed25519",
                        nothing,
                        nowSecond,
                        nowSecond + 30 + calls.getAndIncrement() % 60);
        return ask(method, url, authorization);
    }

    /** Asks without a body, under any header. */
    Answer ask(String method, String url, String authorization) {
        var request = HttpRequest.newBuilder(URI.create(url)).method(method, HttpRequest.BodyPublishers.noBody());
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return answer(request.build(), authorization);
    }

    String authorization(String keyId, byte[] body, long created, long expires) {
        String lines = "(created): " + created + "\n(expires): " + expires + "\ndigest: BLAKE-512=" + digest(body);
        return "Signature keyId=\"" + keyId + "\",algorithm=\"ed25519\",created=\"" + created + "\",expires=\""
                + expires + "\",headers=\"(created) (expires) digest\",signature=\"" + sign(lines) + "\"";
    }

    /** The answer's header, whose fourth line is the raw signature of what is answered. */
    String answerSignature(byte[] body, long created, String requestSignature) {
        return answerSignature(ID + "|" + KEY_ID + "|ed25519", body, created, created + 60, requestSignature);
    }

    String answerSignature(String keyId, byte[] body, long created, long expires, String requestSignature) {
        String lines = "(created): " + created + "\n(expires): " + expires + "\ndigest: BLAKE-512=" + digest(body)
                + "\nrequest-signature: " + requestSignature;
        return "Signature keyId=\"" + keyId + "\",algorithm=\"ed25519\",created=\"" + created + "\",expires=\""
                + expires + "\",headers=\"(created) (expires) digest request-signature\",signature=\"" + sign(lines)
                + "\"";
    }

    private String sign(String lines) {
        var signer = new Ed25519Signer();
        signer.init(true, key);
        byte[] bytes = lines.getBytes(UTF_8);
        signer.update(bytes, 0, bytes.length);
        return Base64.getEncoder().encodeToString(signer.generateSignature());
    }

    /** Whether {@code header} signs {@code body} with {@code publicKey}; with a fourth line when one is given. */
    static boolean verifies(String header, byte[] body, String publicKey, String requestSignature) {
        String lines = "(created): " + parameter(header, "created") + "\n(expires): " + parameter(header, "expires")
                + "\ndigest: BLAKE-512=" + digest(body)
                + (requestSignature.isEmpty() ? "" : "\nrequest-signature: " + requestSignature);
        var verifier = new Ed25519Signer();
        verifier.init(false, new Ed25519PublicKeyParameters(Base64.getDecoder().decode(publicKey), 0));
        byte[] bytes = lines.getBytes(UTF_8);
        verifier.update(bytes, 0, bytes.length);
        return verifier.verifySignature(Base64.getDecoder().decode(parameter(header, "signature")));
    }

    static String parameter(String header, String name) {
        int start = header.indexOf(name + "=\"") + name.length() + 2;
        return header.substring(start, header.indexOf('"', start));
    }

    static String digest(byte[] body) {
        var digest = new Blake2bDigest(512);
        digest.update(body, 0, body.length);
        byte[] result = new byte[64];
        digest.doFinal(result, 0);
        return Base64.getEncoder().encodeToString(result);
    }

    /** A message with everything in its envelope. */
    ObjectNode message(String word, String transactionId, String messageId, String timestamp, String bppUrl) {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.putObject("context")
                .put("version", "2.0.0")
                .put("action", word)
                .put("bapId", ID)
                .put("bapUri", url())
                .put("bppId", TestGateway.ID)
                .put("bppUri", bppUrl)
                .put("transactionId", transactionId)
                .put("messageId", messageId)
                .put("timestamp", timestamp)
                .put("ttl", "PT30S");
        json.putObject("message");
        return json;
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
