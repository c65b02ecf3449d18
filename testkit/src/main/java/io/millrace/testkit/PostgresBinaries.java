package io.millrace.testkit;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/** The programs of PostgreSQL, unpacked once for all processes of this user. */
record PostgresBinaries(Path home) {

    /** The binaries on the class path, or those in the jar. */
    static PostgresBinaries unpacked(@Nullable Path jar) {
        try {
            byte[] archive = jar == null ? ofClassPath() : ofJar(jar);
            Path home = Path.of(System.getProperty("java.io.tmpdir"))
                    .resolve("millrace-postgres-" + System.getProperty("user.name") + "-" + digest(archive));
            if (!Files.isDirectory(home)) {
                unpack(archive, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new UncheckedIOException("can't unpack PostgreSQL: " + e.getMessage(), e);
        }
    }

    /** A command line for one of the programs; root runs it as nobody in particular, as PostgreSQL wants it. */
    Command command(Duration atMost, String program, List<String> arguments) {
        List<String> line = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            line.addAll(List.of("unshare", "-U"));
        }
        line.add(home.resolve("bin").resolve(program).toString());
        line.addAll(arguments);
        return new Command(line, atMost);
    }

    private static byte[] ofClassPath() throws IOException {
        String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
        String architecture = System.getProperty("os.arch").equals("amd64") ? "x86_64" : System.getProperty("os.arch");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, architecture)) {
            return archive.readAllBytes();
        }
    }

    private static byte[] ofJar(Path jar) throws IOException {
        try (ZipInputStream entries = new ZipInputStream(Files.newInputStream(jar))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().toLowerCase(Locale.ROOT).endsWith(".txz")) {
                    return entries.readAllBytes();
                }
            }
        }
        throw new IOException(jar + " holds no PostgreSQL");
    }

    private static String digest(byte[] archive) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(archive), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void unpack(byte[] archive, Path home) throws IOException {
        Path unfinished = Files.createTempDirectory(home.getParent(), "millrace-unpack");
        try (TarArchiveInputStream entries =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                unpack(entries, entry, unfinished);
            }
        }
        try {
            Files.move(unfinished, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            Directories.delete(unfinished);
            // Another process was faster, or there is a real cause to report.
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static void unpack(TarArchiveInputStream content, TarArchiveEntry entry, Path home) throws IOException {
        Path target = home.resolve(entry.getName()).normalize();
        if (!target.startsWith(home)) {
            throw new IOException("the archive leaves its directory: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Files.createDirectories(target.getParent());
        if (entry.isSymbolicLink() || entry.isLink()) {
            Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, target);
        if (target.startsWith(home.resolve("bin")) && !target.toFile().setExecutable(true, false)) {
            throw new IOException("can't make executable: " + target);
        }
    }
}
