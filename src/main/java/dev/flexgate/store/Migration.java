package dev.flexgate.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One step of the schema.
 *
 * @param number its place in the order, from its file name {@code NNNN__room_what.sql}
 * @param sha256 of the script, in hex: what was applied once may not change
 */
record Migration(int number, String name, String script, String sha256) {

    private static final Pattern NAME = Pattern.compile("(\\d{4})__([a-z][a-z0-9_]*)\\.sql");

    static Migration of(String fileName, String script) {
        Matcher matcher = NAME.matcher(fileName);
        if (!matcher.matches()) {
            throw new IllegalStateException("a migration is named NNNN__room_what.sql, not " + fileName);
        }
        return new Migration(Integer.parseInt(matcher.group(1)), matcher.group(2), script, sha256(script));
    }

    /** All of the program, in order: those of every {@code folder} on the class path. */
    static List<Migration> all(String folder) {
        var byNumber = new TreeMap<Integer, Migration>();
        try {
            ClassLoader loader = Migration.class.getClassLoader();
            for (URL place : Collections.list(loader.getResources(folder))) {
                for (String name : names(place)) {
                    Migration migration = of(name, read(loader, folder + "/" + name));
                    @Nullable Migration other = byNumber.putIfAbsent(migration.number(), migration);
                    if (other != null && !other.equals(migration)) {
                        throw new IllegalStateException("two migrations have the number of " + name);
                    }
                }
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the migrations", unreadable);
        }
        return List.copyOf(byNumber.values());
    }

    private static List<String> names(URL folder) throws IOException {
        var names = new ArrayList<String>();
        if (folder.openConnection() instanceof JarURLConnection jar) {
            jar.getJarFile().stream()
                    .map(entry -> entry.getName())
                    .filter(entry -> entry.startsWith(jar.getEntryName()) && entry.endsWith(".sql"))
                    .forEach(entry -> names.add(entry.substring(entry.lastIndexOf('/') + 1)));
        } else {
            try (var files = Files.list(Path.of(URI.create(folder.toString())))) {
                files.map(file -> String.valueOf(file.getFileName())).forEach(names::add);
            }
        }
        return names;
    }

    private static String read(ClassLoader loader, String resource) throws IOException {
        try (InputStream stream = loader.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IOException("vanished: " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String sha256(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
