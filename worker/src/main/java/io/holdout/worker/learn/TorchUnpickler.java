package io.holdout.worker.learn;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickles that torch writes, and no others: every opcode and every global that is not on the lists here and
 * in {@link TorchGlobals} ends the reading, so a pickle can make maps, lists, numbers, texts and descriptions of tensors,
 * and can name, but never call, anything else. The library alone would make a dictionary of any class that it does not
 * know, and knows some of its own.
 *
 * <p>It reads one object; what it reads from must be able to mark and to say what is left, as a
 * {@link java.io.ByteArrayInputStream}, and is left standing behind the object. What it throws besides IOException is an
 * unchecked exception of any type: the library does not check what it pops.
 */
final class TorchUnpickler extends Unpickler {
    /** The pickle of ResNet-50 has 40 kB; a checkpoint with an optimiser's state is within ten times that. */
    static final int MAX_BYTES = 8 << 20;
    /** Each step makes at most one small object, so this bounds the memory: the command runs in 256 MB. */
    private static final int MAX_STEPS = 500_000;

    private final TorchGlobals globals = new TorchGlobals(this::spend);
    private final Map<String, TorchTensor.Storage> storages = new LinkedHashMap<>();
    private int steps;

    /** Every storage that was referred to, by its key, whatever its type. */
    Map<String, TorchTensor.Storage> storages() {
        return storages;
    }

    @Override
    public Object load(InputStream in) throws IOException {
        try {
            return super.load(in);
        } catch (IOException e) {
            // the library's own words for the end of memory, where nothing else can go wrong
            var end = new EOFException("its pickle ends too early");
            end.initCause(e);
            throw end;
        }
    }

    @Override
    protected Object dispatch(short opcode) throws IOException {
        spend(1);
        switch (opcode) {
            case Opcodes.GLOBAL -> stack.add(globals.named(PickleUtils.readline(input), PickleUtils.readline(input)));
            case Opcodes.STACK_GLOBAL -> {
                String name = (String) stack.pop();
                stack.add(globals.named((String) stack.pop(), name));
            }
            case Opcodes.INST -> {
                globals.named(PickleUtils.readline(input), PickleUtils.readline(input));
                throw unknown(opcode);
            }
            case Opcodes.BUILD -> build(stack.pop(), stack.peek());
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                putAll(Arrays.asList(stack.pop(), value), stack.peek());
            }
            case Opcodes.SETITEMS -> putAll(stack.pop_all_since_marker(), stack.peek());
            default -> {
                return plain(opcode);
            }
        }
        return NO_RETURN_VALUE;
    }

    /** The opcodes that only make values, or call what {@link TorchGlobals} let pass. */
    private Object plain(short opcode) throws IOException {
        return switch (opcode) {
            case Opcodes.BINUNICODE, Opcodes.BINSTRING, Opcodes.BINBYTES -> {
                requireThatLengthIsThere();
                yield super.dispatch(opcode);
            }
            case Opcodes.PROTO,
                    Opcodes.FRAME,
                    Opcodes.STOP,
                    Opcodes.MARK,
                    Opcodes.NONE,
                    Opcodes.NEWTRUE,
                    Opcodes.NEWFALSE,
                    Opcodes.BININT,
                    Opcodes.BININT1,
                    Opcodes.BININT2,
                    Opcodes.LONG1,
                    Opcodes.BINFLOAT,
                    Opcodes.STRING,
                    Opcodes.UNICODE,
                    Opcodes.SHORT_BINSTRING,
                    Opcodes.SHORT_BINUNICODE,
                    Opcodes.SHORT_BINBYTES,
                    Opcodes.EMPTY_TUPLE,
                    Opcodes.TUPLE,
                    Opcodes.TUPLE1,
                    Opcodes.TUPLE2,
                    Opcodes.TUPLE3,
                    Opcodes.EMPTY_LIST,
                    Opcodes.APPEND,
                    Opcodes.APPENDS,
                    Opcodes.GET,
                    Opcodes.BINGET,
                    Opcodes.LONG_BINGET,
                    Opcodes.PUT,
                    Opcodes.BINPUT,
                    Opcodes.LONG_BINPUT,
                    Opcodes.MEMOIZE,
                    Opcodes.REDUCE,
                    Opcodes.NEWOBJ,
                    Opcodes.BINPERSID -> super.dispatch(opcode);
            default -> throw unknown(opcode);
        };
    }

    private static IllegalArgumentException unknown(short opcode) {
        return new IllegalArgumentException("its pickle uses opcode " + opcode + ", which torch never writes");
    }

    /** The library makes room for as many bytes as a length says before it reads them. */
    private void requireThatLengthIsThere() throws IOException {
        InputStream in = input;
        in.mark(Integer.BYTES);
        int length = PickleUtils.bytes_to_integer(PickleUtils.readbytes(in, Integer.BYTES));
        int left = in.available();
        in.reset();
        if (length < 0 || length > left) {
            throw new IllegalArgumentException(
                    "its pickle has a text of " + length + " bytes where " + left + " are left");
        }
    }

    /** Attributes of a module; those of a state dict are versions of modules, which nobody here asks for. */
    private void build(Object state, Object target) {
        if (target instanceof ScriptObject module && state instanceof Map<?, ?> attributes) {
            spend(attributes.size());
            module.attributes().putAll(attributes);
        } else if (!(target instanceof Map)) {
            throw new IllegalArgumentException("its pickle sets the state of something that has none");
        }
    }

    @SuppressWarnings("unchecked") // a map that came off the stack was put there by EMPTY_DICT or by a global
    private static void putAll(List<Object> keysAndValues, Object target) {
        for (int i = 0; i < keysAndValues.size(); i += 2) {
            TorchGlobals.put((Map<Object, Object>) target, keysAndValues.get(i), keysAndValues.get(i + 1));
        }
    }

    /** A storage: {@code ('storage', torch.FloatStorage, key, location, elements)}, then a view in files before 0.4. */
    @Override
    protected Object persistentLoad(Object id) {
        if (id instanceof Object[] parts
                && parts.length >= 5
                && "storage".equals(parts[0])
                && parts[1] instanceof TorchGlobals.StorageClass storage
                && parts[2] instanceof String key) {
            if (parts.length > 5 && parts[5] != null) {
                throw new IllegalArgumentException(
                        "it has views of storages as PyTorch before 0.4 wrote them; load and save it with a newer one");
            }
            var found = new TorchTensor.Storage(storage.type(), key, TorchTensor.integer(parts[4]));
            storages.put(key, found);
            return found;
        }
        throw new IllegalArgumentException("its pickle refers to something outside that is no storage");
    }

    private void spend(int count) {
        steps = Math.addExact(steps, count);
        if (steps > MAX_STEPS) {
            throw new IllegalArgumentException("its pickle takes more than " + MAX_STEPS + " steps");
        }
    }
}
