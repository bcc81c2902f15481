package io.holdout.protocol.catalog;

import java.util.regex.Pattern;

/**
 * Which names from data may become part of a path: an allow-list, so that no {@code ../}, separator or control character
 * in a description ever reaches the file system.
 */
public final class SafeName {
    /** What {@link #isDatasetId} allows, for error messages. */
    public static final String DATASET_ID_RULE =
            "1 to 64 of A-Z a-z 0-9 _ - . that start with a letter or a digit and end with no dot";

    /** What {@link #isTaskName} allows, for error messages. */
    public static final String TASK_NAME_RULE =
            "1 to 100 letters, digits, spaces or any of _ - . , ( ) & + ' that start with a letter or a digit"
                    + " and end with no space or dot";

    private static final Pattern DATASET_ID = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,62}[A-Za-z0-9_-])?");
    private static final Pattern TASK_NAME =
            Pattern.compile("(?=.{1,100}$)(?!.*[ .]$)[\\p{L}\\p{N}][\\p{L}\\p{M}\\p{N} _.,()&+'-]*");

    private SafeName() {}

    /** Whether {@code id} may name a dataset and its folder. */
    public static boolean isDatasetId(String id) {
        return DATASET_ID.matcher(id).matches();
    }

    /** Whether {@code name} may name a task and its file of labels. */
    public static boolean isTaskName(String name) {
        return TASK_NAME.matcher(name).matches();
    }
}
