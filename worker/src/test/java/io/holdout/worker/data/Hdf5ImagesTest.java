package io.holdout.worker.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Hdf5ImagesTest {
    private static final int DATATYPE = 1128 + 16 + 8 + 40 + 8;

    @TempDir
    Path root;

    @Test
    void reads_beyond_two_gibibytes() throws IOException {
        int side = 1024;
        int count = 3000;
        byte[] last = new byte[side * side];
        SmallDataset.paint(7, last);
        Path file = root.resolve("images.hdf5");
        try (var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(Hdf5Header.of(count, side, side)), 0);
            // The images between are a hole in the file and take no room.
            channel.write(ByteBuffer.wrap(last), 2048 + (long) (count - 1) * side * side);
        }
        try (var images = Hdf5Images.open(file)) {
            byte[] read = new byte[side * side];
            images.read(count - 1, read);
            assertArrayEquals(last, read);
        }
    }

    @Test
    void reads_a_file_with_a_user_block() throws IOException {
        byte[] plain = hdf5();
        var moved = ByteBuffer.allocate(512 + plain.length).order(ByteOrder.LITTLE_ENDIAN);
        moved.position(512);
        moved.put(plain).putLong(512 + 24, 512).putLong(512 + 40, 512 + plain.length);
        try (var images = Hdf5Images.open(write(moved.array()))) {
            byte[] read = new byte[60];
            images.read(5, read);
            assertArrayEquals(SmallDataset.image(5, 3), read);
        }
    }

    @Test
    void refuses_bytes_with_a_sign() throws IOException {
        byte[] file = hdf5();
        assertEquals(0x10, file[DATATYPE]);
        file[DATATYPE + 1] = 0x08;
        assertTrue(refusal(file).contains("must be uint8"), refusal(file));
    }

    @Test
    void refuses_a_dataset_of_another_name() throws IOException {
        byte[] file = hdf5();
        assertEquals('i', file[720]);
        file[720] = 'I';
        assertTrue(refusal(file).contains("'images'"), refusal(file));
    }

    @Test
    void refuses_a_shape_that_is_none_of_images() throws IOException {
        var header = ByteBuffer.wrap(Hdf5Header.of(6, 5, 4, 2));
        byte[] file = ByteBuffer.allocate(2048 + 240).put(header).array();
        assertTrue(refusal(file).contains("[6, 5, 4, 2]"), refusal(file));
    }

    /** Whatever byte of the header is damaged, opening ends with images or with the one typed refusal. */
    @Property(tries = 300)
    void meets_damage_with_a_typed_refusal(@ForAll @IntRange(max = 1300) int position, @ForAll byte value)
            throws IOException {
        Path file = Files.createTempFile("damaged", ".hdf5");
        try {
            byte[] bytes = hdf5();
            bytes[position] = value;
            Files.write(file, bytes);
            Hdf5Images.open(file).close();
        } catch (HoldoutException e) {
            assertEquals("DATA_UNREADABLE", e.failure().code());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void a_reader_that_is_interrupted_takes_the_images_from_no_other() throws IOException {
        try (var images = Hdf5Images.open(write(hdf5()))) {
            byte[] read = new byte[60];
            Thread.currentThread().interrupt();
            try {
                var e = assertThrows(HoldoutException.class, () -> images.read(1, read));
                assertEquals("DATA_UNREADABLE", e.failure().code());
            } finally {
                assertTrue(Thread.interrupted());
            }
            images.read(1, read);
            assertArrayEquals(SmallDataset.image(1, 3), read);
        }
    }

    @Test
    void many_read_at_once() throws IOException {
        var right = new AtomicInteger();
        try (var images = Hdf5Images.open(write(hdf5()))) {
            IntStream.range(0, 2000).parallel().forEach(i -> {
                byte[] read = new byte[60];
                images.read(i % 6, read);
                right.addAndGet(java.util.Arrays.equals(SmallDataset.image(i % 6, 3), read) ? 1 : 0);
            });
        }
        assertEquals(2000, right.get());
    }

    private static byte[] hdf5() {
        var file = ByteBuffer.allocate(2048 + 360).put(Hdf5Header.of(6, 5, 4, 3));
        for (int i = 0; i < 6; i++) {
            file.put(SmallDataset.image(i, 3));
        }
        return file.array();
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(root.resolve("images.hdf5"), bytes);
    }

    private String refusal(byte[] bytes) throws IOException {
        Path file = write(bytes);
        var e = assertThrows(HoldoutException.class, () -> Hdf5Images.open(file));
        assertEquals("DATA_UNREADABLE", e.failure().code());
        return e.getMessage();
    }
}
