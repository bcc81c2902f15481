package io.holdout.protocol.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a record as (tag, length, value) triples, so that components can be added and removed without losing old data:
 * Kryo's own {@code RecordSerializer} underflows or silently misreads when a record changes. A component of a sealed type
 * carries the id of its class. It writes into buffers, not into streams: lengths are filled in afterwards.
 */
final class EvolvingRecordSerializer<T extends Record> extends Serializer<T> {
    /** More components than any of our records has; a larger count on the wire means damage. */
    private static final int MAX_COMPONENTS = 64;

    /** A length takes five bytes at most. */
    private static final byte[] MORE_OF_A_LENGTH = new byte[4];

    private final RecordComponent[] components;
    private final Class<?>[] types;
    private final int[] tags;
    private final MethodHandle[] readers;
    private final MethodHandle constructor;
    private final Map<Integer, Integer> positionOfTag = new HashMap<>();

    EvolvingRecordSerializer(Class<T> type) {
        super(false, true);
        components = type.getRecordComponents();
        tags = new int[components.length];
        readers = new MethodHandle[components.length];
        types = new Class<?>[components.length];
        try {
            var lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
            for (int i = 0; i < components.length; i++) {
                Tag tag = components[i].getAnnotation(Tag.class);
                if (tag == null) {
                    throw new IllegalStateException(type + "." + components[i].getName() + " has no @Tag");
                }
                if (positionOfTag.put(tag.value(), i) != null) {
                    throw new IllegalStateException(type + " uses tag " + tag.value() + " twice");
                }
                tags[i] = tag.value();
                types[i] = components[i].getType();
                readers[i] = lookup.unreflect(components[i].getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
            }
            constructor = lookup.findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, components.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot reach the components of " + type, e);
        }
    }

    @Override
    public void write(Kryo kryo, Output output, T record) {
        output.writeVarInt(components.length, true);
        for (int i = 0; i < components.length; i++) {
            output.writeVarInt(tags[i], true);
            int start = output.position();
            output.writeByte(0);
            writeValue(kryo, output, types[i], read(readers[i], record));
            writeLength(output, start);
        }
    }

    /**
     * Writes how long a value is before it. Most are short, so that a byte is left for that; a longer one is moved. Every record
     * within records would else be written into a buffer of its own first, and copied.
     *
     * @param start where the byte is
     */
    private static void writeLength(Output output, int start) {
        int length = output.position() - start - 1;
        int more = Output.varIntLength(length, true) - 1;
        if (more > 0) {
            output.writeBytes(MORE_OF_A_LENGTH, 0, more);
            byte[] buffer = output.getBuffer();
            System.arraycopy(buffer, start + 1, buffer, start + 1 + more, length);
        }
        int end = output.position();
        output.setPosition(start);
        output.writeVarInt(length, true);
        output.setPosition(end);
    }

    @Override
    @SuppressWarnings("unchecked")
    public T read(Kryo kryo, Input input, Class<? extends T> type) {
        int count = input.readVarInt(true);
        if (count < 0 || count > MAX_COMPONENTS) {
            throw new KryoException(type + " claims " + count + " components");
        }
        @Nullable Object[] values = new @Nullable Object[components.length];
        var present = new boolean[components.length];
        for (int n = 0; n < count; n++) {
            Integer position = positionOfTag.get(input.readVarInt(true));
            int length = input.readVarInt(true);
            if (position == null) {
                input.skip(length);
            } else {
                long end = input.total() + length;
                values[position] = readValue(kryo, input, types[position]);
                present[position] = true;
                if (input.total() != end) {
                    throw new KryoException(type + "." + components[position].getName() + " has changed its type");
                }
            }
        }
        for (int i = 0; i < components.length; i++) {
            if (!present[i]) {
                values[i] = zero(types[i]);
            }
        }
        return (T) construct(type, values);
    }

    private static @Nullable Object read(MethodHandle reader, Record record) {
        try {
            return (Object) reader.invokeExact((Object) record);
        } catch (Throwable e) {
            throw new KryoException(e);
        }
    }

    private Object construct(Class<?> type, @Nullable Object[] values) {
        try {
            return (Object) constructor.invokeExact(values);
        } catch (Throwable e) {
            throw new KryoException("cannot construct " + type, e);
        }
    }

    private static void writeValue(Kryo kryo, Output output, Class<?> type, @Nullable Object value) {
        if (type == int.class) {
            output.writeVarInt((int) present(value), false);
        } else if (type == long.class) {
            output.writeVarLong((long) present(value), false);
        } else if (type == double.class) {
            output.writeDouble((double) present(value));
        } else if (type == boolean.class) {
            output.writeBoolean((boolean) present(value));
        } else if (type == String.class) {
            output.writeString((String) value);
        } else if (isOneOfSeveral(type)) {
            kryo.writeClassAndObject(output, value);
        } else {
            kryo.writeObjectOrNull(output, value, type);
        }
    }

    private static @Nullable Object readValue(Kryo kryo, Input input, Class<?> type) {
        if (type == int.class) {
            return input.readVarInt(false);
        }
        if (type == long.class) {
            return input.readVarLong(false);
        }
        if (type == double.class) {
            return input.readDouble();
        }
        if (type == boolean.class) {
            return input.readBoolean();
        }
        if (type == String.class) {
            return input.readString();
        }
        return isOneOfSeveral(type) ? kryo.readClassAndObject(input) : kryo.readObjectOrNull(input, type);
    }

    private static boolean isOneOfSeveral(Class<?> type) {
        return type.isInterface() && type.isSealed();
    }

    private static @Nullable Object zero(Class<?> type) {
        if (type == int.class) {
            return 0;
        }
        if (type == long.class) {
            return 0L;
        }
        if (type == double.class) {
            return 0.0;
        }
        if (type == boolean.class) {
            return false;
        }
        if (type == String.class) {
            return "";
        }
        return type == List.class ? List.of() : null;
    }

    private static Object present(@Nullable Object value) {
        if (value == null) {
            throw new KryoException("a primitive component is null");
        }
        return value;
    }
}
