package io.holdout.protocol.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.Pool;
import io.holdout.protocol.failure.HoldoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Turns registered values into bytes and back; safe for concurrent use. Unregistered classes are refused. */
public final class WireCodec {
    /** Idle Kryo instances and buffers kept for reuse. */
    private static final int POOLED = 16;
    /** Most elements of a list on the wire; a larger count means damage. */
    private static final int MAX_LIST = 1_000_000;

    private static final int FIRST_BUFFER_BYTES = 4096;
    /** Larger buffers, of snapshots, are not kept. */
    private static final int LARGEST_KEPT_BYTES = 1 << 20;

    /** Kryo's words for an id without a class, and for an enum's name without a constant. */
    private static final Pattern UNKNOWN = Pattern.compile(
            "Encountered unregistered class ID: (-?\\d+)|[Ee]num (?:value|constant) not found.*?: *(\\w+)");

    private final Pool<Kryo> kryos;
    private final Pool<Output> outputs = new Pool<>(true, false, POOLED) {
        @Override
        protected Output create() {
            return new Output(FIRST_BUFFER_BYTES, -1);
        }
    };

    /** A codec for all modules on the class path. */
    public WireCodec() {
        this(registry -> {});
    }

    /** @param extra registrations that need more than the class path, such as actor references */
    public WireCodec(Consumer<WireRegistry> extra) {
        kryos = new Pool<>(true, false, POOLED) {
            @Override
            protected Kryo create() {
                return newKryo(extra);
            }
        };
    }

    private static Kryo newKryo(Consumer<WireRegistry> extra) {
        var kryo = new Kryo();
        kryo.setRegistrationRequired(true);
        kryo.setReferences(false);
        var registry = new WireRegistry(kryo);
        kryo.register(byte[].class, 20);
        registry.register(List.class, new ListSerializer(), 21);
        ServiceLoader.load(WireTypes.class, WireCodec.class.getClassLoader())
                .forEach(types -> types.register(registry));
        extra.accept(registry);
        return kryo;
    }

    /** @throws IllegalArgumentException if the value or something in it is of an unregistered class */
    public byte[] write(Object value) {
        Kryo kryo = kryos.obtain();
        Output output = outputs.obtain();
        try {
            kryo.writeClassAndObject(output, value);
            return output.toBytes();
        } finally {
            output.reset();
            if (output.getBuffer().length <= LARGEST_KEPT_BYTES) {
                outputs.free(output);
            }
            kryos.free(kryo);
        }
    }

    /**
     * @throws HoldoutException WRITTEN_BY_NEWER_VERSION if they hold a class or enum constant that this version lacks
     * @throws KryoException if the bytes are not a registered value
     */
    public Object read(byte[] bytes) {
        Kryo kryo = kryos.obtain();
        try {
            return kryo.readClassAndObject(new Input(bytes));
        } catch (KryoException e) {
            var unknown = UNKNOWN.matcher(String.valueOf(e.getMessage()));
            throw unknown.find() ? newer(unknown.group(1) != null ? "class " + unknown.group(1) : unknown.group(2)) : e;
        } finally {
            kryos.free(kryo);
        }
    }

    private static HoldoutException newer(String what) {
        return HoldoutException.user(
                "WRITTEN_BY_NEWER_VERSION",
                "what was read holds wire " + what + ", which this version of Holdout does not know: a newer version"
                        + " wrote it; use that version or a later one (docs/upgrading.md)");
    }

    /** Any list, read back as an immutable one; elements carry their class. */
    private static final class ListSerializer extends Serializer<List<?>> {
        ListSerializer() {
            super(false, true);
        }

        @Override
        public void write(Kryo kryo, Output output, List<?> list) {
            output.writeVarInt(list.size(), true);
            list.forEach(element -> kryo.writeClassAndObject(output, element));
        }

        @Override
        public List<?> read(Kryo kryo, Input input, Class<? extends List<?>> type) {
            int size = input.readVarInt(true);
            if (size < 0 || size > MAX_LIST) {
                throw new KryoException("a list claims " + size + " elements");
            }
            var list = new ArrayList<Object>(Math.min(size, 1024));
            for (int i = 0; i < size; i++) {
                list.add(kryo.readClassAndObject(input));
            }
            return List.copyOf(list);
        }
    }
}
