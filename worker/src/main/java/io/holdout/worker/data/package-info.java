/**
 * MedIMeta data: the folder format, its checker, importer and demo painter, episodes, augmentation.
 *
 * <p>Knows files and arrays, never DJL or Pekko. Start at {@link io.holdout.worker.data.Dataset}.
 */
@NullMarked
package io.holdout.worker.data;

import org.jspecify.annotations.NullMarked;
