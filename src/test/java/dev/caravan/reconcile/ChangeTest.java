package dev.caravan.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTest {
    @ParameterizedTest
    @CsvSource({",,ABSENT", ",b,CREATED", "a,,DELETED", "a,a,UNCHANGED", "a,b,MODIFIED"})
    void liesBetweenWhatWasAndWhatIs(String indexed, String now, Change change) {
        assertThat(Change.between(indexed, now, String::equals)).isEqualTo(change);
    }

    @Test
    void isNewOrGoneOrNeither() {
        assertThat(Stream.of(Change.values()).filter(Change::isNew))
                .containsExactlyElementsOf(EnumSet.of(Change.CREATED, Change.MODIFIED));
        assertThat(Stream.of(Change.values()).filter(Change::isGone))
                .containsExactlyElementsOf(EnumSet.of(Change.ABSENT, Change.DELETED));
    }

    @Test
    void aRouteIsNamedLikeItsAction() {
        assertThat(Action.DELETE_LOCAL.word()).isEqualTo("delete-local");
    }
}
