package io.holdout.worker.learn;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Arrays of pixels that were used and may be filled again: clearing and moving fresh ones of 40 MB took a quarter of the
 * time of loading. Safe for concurrent use.
 */
final class PixelArrays {
    private final long mostBytes;
    private final Deque<float[]> free = new ArrayDeque<>();
    private long freeBytes;

    /** @param mostBytes to keep for later; what is given back beyond that is left to the garbage collector */
    PixelArrays(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** An array of this length, with anything in it. */
    synchronized float[] take(int length) {
        for (var each = free.iterator(); each.hasNext(); ) {
            float[] array = each.next();
            if (array.length == length) {
                each.remove();
                freeBytes -= bytes(array);
                return array;
            }
        }
        return new float[length];
    }

    /** Nobody reads or writes this array any more. The ones that came back first are let go of first. */
    synchronized void giveBack(float[] array) {
        free.addLast(array);
        freeBytes += bytes(array);
        while (freeBytes > mostBytes) {
            freeBytes -= bytes(free.removeFirst());
        }
    }

    private static long bytes(float[] array) {
        return (long) array.length * Float.BYTES;
    }
}
