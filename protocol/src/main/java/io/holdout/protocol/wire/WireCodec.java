package io.holdout.protocol.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Consumer;

/** Turns registered values into bytes and back; safe for concurrent use. Unregistered classes are refused. */
public final class WireCodec {
    /** Idle Kryo instances and buffers kept for reuse. */
    private static final int POOLED = 16;
    /** Most elements of a list on the wire; a larger count means damage. */
    private static final int MAX_LIST = 1_000_000;

    private static final int FIRST_BUFFER_BYTES = 4096;

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
            outputs.free(output);
            kryos.free(kryo);
        }
    }

    /** @throws com.esotericsoftware.kryo.KryoException if the bytes are not a registered value */
    public Object read(byte[] bytes) {
        Kryo kryo = kryos.obtain();
        try {
            return kryo.readClassAndObject(new Input(bytes));
        } finally {
            kryos.free(kryo);
        }
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
                throw new com.esotericsoftware.kryo.KryoException("a list claims " + size + " elements");
            }
            var list = new ArrayList<Object>(Math.min(size, 1024));
            for (int i = 0; i < size; i++) {
                list.add(kryo.readClassAndObject(input));
            }
            return List.copyOf(list);
        }
    }
}
