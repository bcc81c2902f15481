package io.holdout.worker.learn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.holdout.protocol.failure.HoldoutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.Unpickler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that PyTorch would not write: each is refused before it costs memory, time or more. */
class ForgedPickleTest {
    @TempDir
    Path folder;

    private String refused(byte[] pickle) {
        return refused(PickleWriter.archive(folder.resolve("forged.pth"), pickle, 4));
    }

    private static String refused(Path file) {
        var refused = assertThrows(HoldoutException.class, () -> WeightsFile.open(file, "forged.pth"));
        assertEquals("BAD_WEIGHTS", refused.failure().code(), refused.getMessage());
        return refused.getMessage();
    }

    private static void assertContains(String part, String text) {
        assertTrue(text.contains(part), text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "os.system",
                "builtins.eval",
                "builtins.getattr",
                "torch.load",
                "torch.hub.load",
                "torch._utils._rebuild_qtensor",
                "decimal.Decimal",
                "datetime.datetime",
                "builtins.bytearray",
                "array.array",
                "operator.attrgetter",
                "copy_reg._reconstructor",
                "_codecs.encode"
            })
    void every_global_off_the_list_is_refused_and_named_even_those_that_the_library_knows(String global) {
        int dot = global.lastIndexOf('.');
        String module = global.substring(0, dot);
        String name = global.substring(dot + 1);
        var plain = new PickleWriter().global(module, name).op(Opcodes.STOP);
        var fromStack = new PickleWriter().text(module).text(name).op(Opcodes.STACK_GLOBAL, Opcodes.STOP);
        var instance = new PickleWriter()
                .op(Opcodes.MARK, Opcodes.INST)
                .line(module)
                .line(name)
                .op(Opcodes.STOP);

        assertContains("'" + global + "'", refused(plain.bytes()));
        assertContains("'" + global + "'", refused(fromStack.bytes()));
        assertContains("'" + global + "'", refused(instance.bytes()));
    }

    @Test
    void nothing_is_left_behind_in_the_registry_that_all_readers_of_the_library_share() throws IOException {
        refused(new PickleWriter()
                .global("torch", "FloatStorage")
                .op(Opcodes.STOP)
                .bytes());

        Object known = new Unpickler()
                .loads(new PickleWriter()
                        .global("collections", "OrderedDict")
                        .op(Opcodes.STOP)
                        .bytes());

        assertEquals("ClassDictConstructor", known.getClass().getSimpleName());
    }

    @Test
    void a_storage_s_class_cannot_be_called() {
        assertContains(
                "calls the class of a storage",
                refused(new PickleWriter()
                        .global("torch", "FloatStorage")
                        .op(Opcodes.EMPTY_TUPLE, Opcodes.REDUCE, Opcodes.STOP)
                        .bytes()));
    }

    @ParameterizedTest
    @ValueSource(ints = {Opcodes.OBJ, Opcodes.FROZENSET, Opcodes.EXT1, Opcodes.READONLY_BUFFER, Opcodes.DUP, 'z'})
    void every_opcode_that_torch_does_not_need_is_refused(int opcode) {
        assertContains("opcode " + opcode, refused(new PickleWriter().op(opcode).bytes()));
    }

    @Test
    void a_text_longer_than_the_file_gets_no_memory() {
        assertContains(
                "a text of 2147483647 bytes",
                refused(new PickleWriter()
                        .op(Opcodes.BINUNICODE)
                        .int32(Integer.MAX_VALUE)
                        .bytes()));
    }

    @Test
    void an_endless_program_is_stopped() {
        var pickle = new PickleWriter();
        for (int i = 0; i < 600_000; i++) {
            pickle.op(Opcodes.EMPTY_DICT);
        }
        assertContains("steps", refused(pickle.bytes()));
    }

    @Test
    void modules_that_hold_each_other_are_stopped() {
        // one module, itself under two names: 2^n paths to it
        var pickle = new PickleWriter().global("__torch__", "M").op(Opcodes.EMPTY_TUPLE, Opcodes.NEWOBJ);
        pickle.op(Opcodes.BINPUT, 0, Opcodes.EMPTY_DICT);
        pickle.text("a").op(Opcodes.BINGET, 0, Opcodes.SETITEM);
        pickle.text("b").op(Opcodes.BINGET, 0, Opcodes.SETITEM, Opcodes.BUILD, Opcodes.STOP);

        assertContains("modules", refused(pickle.bytes()));
    }

    @Test
    void a_dictionary_that_is_its_own_key_is_refused_without_hashing_it() {
        var pickle = new PickleWriter().op(Opcodes.EMPTY_DICT, Opcodes.BINPUT, 0, Opcodes.BINGET, 0);
        assertContains(
                "key",
                refused(pickle.op(Opcodes.NONE, Opcodes.SETITEM, Opcodes.STOP).bytes()));
    }

    @Test
    void no_name_from_a_file_can_steer_the_terminal() throws IOException {
        String escape = "\u001b[2J";
        String message = refused(new PickleWriter()
                .global("os" + escape, "system")
                .op(Opcodes.STOP)
                .bytes());
        assertContains("'os?[2J.system'", message);
        var tensors = new Tensors();
        tensors.put(escape, new long[] {1}, new float[1]);
        assertContains(
                "control characters", refused(Files.write(folder.resolve("escape"), Safetensors.write(tensors))));
    }

    @Test
    void a_tensor_must_lie_within_its_storage() {
        assertContains("beyond", refused(PickleWriter.dictionary(4, 1, new long[] {4}, 1)));
        assertContains("beyond", refused(PickleWriter.dictionary(4, 0, new long[] {2, 2}, 4, 1)));
        assertContains("beyond", refused(PickleWriter.dictionary(4, Long.MAX_VALUE, new long[] {1}, 1)));
        assertContains("negative", refused(PickleWriter.dictionary(4, -1, new long[] {1}, 1)));
        assertContains("negative", refused(PickleWriter.dictionary(4, 3, new long[] {2}, -1)));
        assertContains("as many", refused(PickleWriter.dictionary(4, 0, new long[] {2, 2}, 1)));
        assertContains("fewer than the 32", refused(PickleWriter.dictionary(8, 0, new long[] {8}, 1)));
    }

    @Test
    void a_tensor_of_more_elements_than_java_has_room_for_is_refused() {
        // a stride of 0 needs no more than one stored element
        assertContains("at most", refused(PickleWriter.dictionary(4, 0, new long[] {1L << 31}, 0)));
        assertContains(
                "at most", refused(PickleWriter.dictionary(4, 0, new long[] {1L << 32, 1L << 32, 1L << 32}, 0, 0, 0)));
        assertContains("at most", refused(PickleWriter.dictionary(4, 0, new long[] {2}, Long.MAX_VALUE)));
        assertContains("sides", refused(PickleWriter.dictionary(4, 0, new long[17], new long[17])));
    }

    @Test
    void a_compressed_storage_is_refused_since_it_could_be_a_thousand_times_what_it_seems() {
        Path file = PickleWriter.archive(
                folder.resolve("bomb.pth"),
                PickleWriter.dictionary(1_000_000, 0, new long[] {1_000_000}, 1),
                new byte[4_000_000],
                ZipEntry.DEFLATED,
                "little");
        assertContains("compressed", refused(file));
    }

    @Test
    void strides_and_offset_are_followed_in_either_byte_order() throws IOException {
        byte[] pickle = PickleWriter.dictionary(7, 1, new long[] {2, 3}, 1, 2);
        byte[] swapped = new byte[28];
        byte[] little = PickleWriter.floats(7);
        for (int i = 0; i < little.length; i++) {
            swapped[i] = little[i / 4 * 4 + 3 - i % 4];
        }
        Path one = PickleWriter.archive(folder.resolve("one.pth"), pickle, 7);
        Path other = PickleWriter.archive(folder.resolve("other.pth"), pickle, swapped, ZipEntry.STORED, "big");
        for (Path file : new Path[] {one, other}) {
            try (var archive = new TorchArchive(file)) {
                assertArrayEquals(
                        new float[] {1, 3, 5, 2, 4, 6},
                        archive.tensors().get("w").values());
            }
        }
    }

    @Test
    void a_pickle_of_something_else_is_no_weights_file() throws IOException {
        byte[] list = new PickleWriter().op(Opcodes.EMPTY_LIST, Opcodes.STOP).bytes();
        assertContains("no dictionary", refused(list));
        assertContains("none that torch.save wrote", refused(Files.write(folder.resolve("list.pkl"), list)));
        byte[] empty = new PickleWriter().op(Opcodes.EMPTY_DICT, Opcodes.STOP).bytes();
        assertContains("holds no tensors", refused(empty));
        byte[] underflow = new PickleWriter().op(Opcodes.TUPLE3).bytes();
        assertContains("damaged", refused(underflow));
        Path nested = Files.write(folder.resolve("data.pkl"), list);
        assertContains("0 entries FOLDER/data.pkl", refused(zipOf(nested)));
    }

    private Path zipOf(Path file) throws IOException {
        Path zip = folder.resolve("some.zip");
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("a/b/data.pkl"));
            Files.copy(file, out);
        }
        return zip;
    }
}
