package io.holdout.coordinator.report.page;

import io.holdout.coordinator.report.figure.SvgText;

/** Text that becomes HTML. */
final class Html {
    private final StringBuilder text = new StringBuilder();

    /** Markup, as it is. */
    Html raw(String markup) {
        text.append(markup);
        return this;
    }

    /** Words, escaped. */
    Html words(String words) {
        text.append(SvgText.escape(words));
        return this;
    }

    /** An element with words in it. */
    Html element(String name, String words) {
        return raw("<" + name + ">").words(words).raw("</" + name + ">\n");
    }

    /** An element with attributes, which are markup, and words in it. */
    Html element(String name, String attributes, String words) {
        return raw("<" + name + " " + attributes + ">").words(words).raw("</" + name + ">\n");
    }

    static String attribute(String name, String value) {
        return name + "=\"" + SvgText.escape(value) + "\"";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
