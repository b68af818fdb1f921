package dev.caravan.sync.control;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/** The files of the page. They hold no data, so that they need no token; nothing else is ever read from a disk. */
final class PageFiles {
    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "page.css", "text/css; charset=utf-8",
            "page.js", "text/javascript; charset=utf-8",
            "uPlot.iife.min.js", "text/javascript; charset=utf-8",
            "uPlot.min.css", "text/css; charset=utf-8",
            "caravan.svg", "image/svg+xml");

    /** One of them. */
    record PageFile(String name, String type) {
        byte[] content() {
            return read(name);
        }
    }

    private PageFiles() {}

    static Optional<PageFile> find(String path) {
        String name = path.equals("/") ? "index.html" : path.substring(1);
        String type = TYPES.get(name);
        return type == null ? Optional.empty() : Optional.of(new PageFile(name, type));
    }

    private static byte[] read(String name) {
        try (InputStream file = PageFiles.class.getResourceAsStream("/page/" + name)) {
            if (file == null) {
                throw new IllegalStateException("Cannot find '/page/" + name + "' on the class path");
            }
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
