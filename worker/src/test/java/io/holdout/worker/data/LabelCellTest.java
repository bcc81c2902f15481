package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelCellTest {
    @ParameterizedTest
    @ValueSource(strings = {"[0, 1, 1]", "[0 1 1]", "[0. 1. 1.]", "0|1|1", "(0, 1, 1)", "[False, True, True]"})
    void reads_lists_as_python_writes_them(String cell) {
        assertArrayEquals(new long[] {0, 1, 1}, LabelCell.values(cell));
    }

    @Test
    void reads_one_number() {
        assertArrayEquals(new long[] {-3}, LabelCell.values("-3"));
        assertArrayEquals(new long[] {10}, LabelCell.values("10.0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "none", "0.5", "[0, x]", "NaN", "Infinity"})
    void reads_nothing_from_what_is_no_integer(String cell) {
        assertArrayEquals(new long[0], LabelCell.values(cell));
    }
}
