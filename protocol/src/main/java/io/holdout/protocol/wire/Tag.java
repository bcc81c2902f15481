package io.holdout.protocol.wire;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The number of a record component on the wire. Never change or reuse one: readers skip numbers they do not know and
 * give a missing component its zero (0, false, empty text, empty list, null).
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Tag {
    int value();
}
