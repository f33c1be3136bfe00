package dev.flexgate.store;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * As whom PostgreSQL runs, since it refuses to run as root.
 *
 * @param prefix what to put before a command
 * @param owner to whom the files must belong; empty when they may stay as they are
 */
record Account(List<String> prefix, String owner) {

    private static final List<String> STAND_INS = List.of("postgres", "nobody");

    /** An ordinary user as itself; root in a user namespace, or as whoever owns {@code cluster} already. */
    static Account choose(Path cluster) throws IOException {
        if (new UnixSystem().getUid() != 0) {
            return new Account(List.of(), "");
        }
        if (Files.exists(cluster) && !Files.getOwner(cluster).getName().equals("root")) {
            return of(Files.getOwner(cluster).getName());
        }
        return Tool.works("unshare", "-U", "true") ? new Account(List.of("unshare", "-U"), "") : standIn();
    }

    /** For hosts that forbid user namespaces. */
    static Account standIn() throws IOException {
        for (String user : STAND_INS) {
            Account account = of(user);
            if (Tool.works(account.command("true").toArray(String[]::new))) {
                return account;
            }
        }
        throw new IOException("PostgreSQL refuses to run as root, and this host allows neither user namespaces"
                + " (unshare -U) nor another user (setpriv): start FlexGate as an ordinary user, or give it a"
                + " database of yours");
    }

    private static Account of(String user) {
        return new Account(List.of("setpriv", "--reuid=" + user, "--clear-groups"), user);
    }

    List<String> command(String... command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(List.of(command));
        return whole;
    }

    void own(Path folder) throws IOException {
        if (!owner.isEmpty()) {
            Tool.run(List.of("chown", "-R", owner, folder.toString()), "", 60);
        }
    }
}
