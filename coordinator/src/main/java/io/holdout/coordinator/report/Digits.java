package io.holdout.coordinator.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.OptionalDouble;

/** Numbers as text with a fixed number of digits, rounded from their exact value and independent of any locale. */
public final class Digits {
    private static final int FILE_DIGITS = 6;

    private Digits() {}

    /** Six digits after the point, for files. */
    public static BigDecimal exact(double value) {
        return new BigDecimal(value).setScale(FILE_DIGITS, RoundingMode.HALF_EVEN);
    }

    /** As {@link #exact}; empty text if absent. */
    public static String exact(OptionalDouble value) {
        return value.isPresent() ? exact(value.getAsDouble()).toPlainString() : "";
    }

    /** A share of one in percent, one digit after the point, such as {@code 71.2}. */
    public static String percent(double share) {
        return new BigDecimal(share)
                .movePointRight(2)
                .setScale(1, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    /** This many digits after the point. */
    public static String fixed(double value, int digits) {
        return new BigDecimal(value).setScale(digits, RoundingMode.HALF_EVEN).toPlainString();
    }

    /** A p-value, such as {@code 0.031} or {@code <0.001}. */
    public static String p(double value) {
        return value < 0.001 ? "<0.001" : fixed(value, 3);
    }

    /** Two digits after the point, such as the rank {@code 1.50}. */
    public static String rank(double value) {
        return new BigDecimal(value).setScale(2, RoundingMode.HALF_EVEN).toPlainString();
    }
}
