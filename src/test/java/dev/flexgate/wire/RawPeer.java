package dev.flexgate.wire;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A peer that sends any bytes it likes over a real socket and tells what came back. */
public final class RawPeer implements AutoCloseable {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3}) ");
    private static final int PATIENCE_MILLIS = 8_000;

    private final Socket socket;
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();

    public RawPeer(int port) throws IOException {
        socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    public void send(String text) throws IOException {
        send(text.getBytes(ISO_8859_1));
    }

    /** Sends without minding that the other side may hang up meanwhile. */
    void sendBehind(byte[] bytes) {
        Thread.ofVirtual().start(() -> {
            try {
                send(bytes);
            } catch (IOException _) {
                // it was refused
            }
        });
    }

    /** Reads until so many final statuses have come, or the other side closes; false when it closed. */
    boolean awaitStatuses(int count) throws IOException {
        while (statuses().stream().filter(status -> status >= 200).count() < count || !text().endsWith("}")) {
            if (!readSome()) {
                return false;
            }
        }
        return true;
    }

    /** Reads until the other side closes; false when it does not. */
    public boolean awaitClose() throws IOException {
        try {
            while (readSome()) {
                // all of it
            }
            return true;
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    public List<Integer> statuses() {
        var statuses = new ArrayList<Integer>();
        STATUS.matcher(text()).results().forEach(found -> statuses.add(Integer.parseInt(found.group(1))));
        return statuses;
    }

    public String text() {
        return received.toString(ISO_8859_1);
    }

    private boolean readSome() throws IOException {
        byte[] part = new byte[64 * 1024];
        int length;
        try {
            length = socket.getInputStream().read(part);
        } catch (SocketTimeoutException late) {
            throw late;
        } catch (IOException _) {
            return false; // reset
        }
        if (length > 0) {
            received.write(part, 0, length);
        }
        return length >= 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
