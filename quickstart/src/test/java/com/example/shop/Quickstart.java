package com.example.shop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The page that this module is the service of. */
final class Quickstart {

    static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

    private Quickstart() {}

    static String text() throws IOException {
        return Files.readString(MODULE.resolveSibling("docs").resolve("quickstart.md"));
    }
}
