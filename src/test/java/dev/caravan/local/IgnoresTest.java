package dev.caravan.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoresTest {
    @ParameterizedTest
    @CsvSource({
        "*.tmp,       a.tmp,          true",
        "*.tmp,       x/a.tmp,        true",
        "*.tmp,       a.tmp/x,        true",
        "*.tmp,       a.tmpl,         false",
        "~$*,         x/~$doc.docx,   true",
        ".DS_Store,   a/.DS_Store,    true",
        ".DS_Store,   a/x.DS_Store,   false",
        "build/,      build/x,        true",
        "build/,      a/build/x,      true",
        "build/,      build,          false",
        "build/,      a/build,        false",
        "a/b,         a/b,            true",
        "a/b,         a/b/c,          true",
        "a/b,         x/a/b,          false",
        "/a,          a,              true",
        "'/a/*.log',  a/x.log,        true",
        "'/a/*.log',  a/b/x.log,      false",
        "'a/**.log',  a/b/x.log,      true",
        "'**/x',      a/b/x,          true",
        "'*.{a,b}',   q.b,            true",
        "'[0-9]*',    7up,            true",
        "'[0-9]*',    up7,            false",
    })
    void hidesByPattern(String pattern, String path, boolean hidden) {
        assertThat(new Ignores(List.of(pattern)).hides(path)).isEqualTo(hidden);
    }

    @ParameterizedTest
    @CsvSource({
        ".caravan/index.db,   true",
        "a/.caravan/x,        true",
        ".camel/x,            true",
        "x.camelLock,         true",
        "a,                   false",
        ".hidden,             false",
    })
    void alwaysHidesWhatCamelAndCaravanKeepForThemselves(String path, boolean hidden) {
        assertThat(new Ignores(List.of()).hides(path)).isEqualTo(hidden);
    }

    @Test
    void aNameThatNoFileCanHaveIsNotHidden() {
        assertThat(new Ignores(List.of("a*b?c")).hides("x\0y")).isFalse();
    }

    @Test
    void tellsDirectories() {
        Ignores ignores = new Ignores(List.of("build/", "a/b"));
        assertThat(ignores.hidesDirectory("build")).isTrue();
        assertThat(ignores.hidesDirectory("x/build/y")).isTrue();
        assertThat(ignores.hidesDirectory("a/b")).isTrue();
        assertThat(ignores.hidesDirectory("a")).isFalse();
    }
}
