package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How values get into the engine's memory and out of it. */
class TorchTest {
    private static final float[] VALUES = new float[2 * 3 * 2 * 2];

    static {
        for (int i = 0; i < VALUES.length; i++) {
            VALUES[i] = i + 1;
        }
    }

    private NDManager manager;

    @BeforeEach
    void start() {
        TestEngine.start();
        TorchEngine.enter();
        manager = TorchEngine.newManager();
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void weights_that_lie_with_their_channels_innermost_keep_the_order_of_their_shape() {
        NDArray weights = Torch.weights(manager, VALUES, 2, 3, 2, 2);
        assertArrayEquals(VALUES, Torch.values(weights));
        assertEquals(2f, weights.getFloat(0, 0, 0, 1));
        assertEquals(5f, weights.getFloat(0, 1, 0, 0));
    }

    @Test
    void values_that_are_copied_into_a_view_are_those_of_the_array_it_shows() {
        NDArray weights = Torch.zeroWeights(manager, 2, 3, 2, 2);
        try (NDArray rows = weights.transpose(0, 2, 3, 1)) {
            Torch.copy(rows, VALUES);
            assertArrayEquals(VALUES, Torch.values(rows));
        }
        assertEquals(2f, weights.getFloat(0, 1, 0, 0));
        assertEquals(4f, weights.getFloat(0, 0, 0, 1));
    }

    @Test
    void an_array_without_dimensions_takes_its_value() {
        assertArrayEquals(new float[] {7}, Torch.values(Torch.array(manager, new float[] {7})));
        NDArray array = Torch.array(manager, new float[] {7});
        Torch.copy(array, new float[] {8});
        assertArrayEquals(new float[] {8}, Torch.values(array));
    }

    @Test
    void convolutions_on_a_gpu_can_be_told_to_repeat_to_the_bit() {
        TorchSettings.repeatToTheBit();
        assertTrue(TorchSettings.repeatsToTheBit());
    }

    @Test
    void what_is_read_leaves_nothing_with_the_manager() {
        NDArray weights = Torch.weights(manager, VALUES, 2, 3, 2, 2);
        int before = manager.getManagedArrays().size();
        Torch.values(weights);
        assertEquals(before, manager.getManagedArrays().size());
    }
}
