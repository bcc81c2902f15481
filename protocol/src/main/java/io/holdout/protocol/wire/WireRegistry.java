package io.holdout.protocol.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.serializers.EnumNameSerializer;
import java.util.HashMap;
import java.util.Map;

/** Collects registrations for one Kryo instance and refuses an id or a type given twice. */
public final class WireRegistry {
    private final Kryo kryo;
    private final Map<Integer, Class<?>> taken = new HashMap<>();

    WireRegistry(Kryo kryo) {
        this.kryo = kryo;
    }

    /** A record whose components all carry a {@link Tag}. */
    public <T extends Record> void record(Class<T> type, int id) {
        register(type, new EvolvingRecordSerializer<>(type), id);
    }

    /** An enum, written by name. */
    public <E extends Enum<E>> void enumeration(Class<E> type, int id) {
        register(type, new EnumNameSerializer(type), id);
    }

    /** Any type, with its own serializer. */
    public void register(Class<?> type, Serializer<?> serializer, int id) {
        Class<?> holder = taken.putIfAbsent(id, type);
        if (holder != null) {
            throw new IllegalStateException("wire id " + id + " of " + type + " is taken by " + holder);
        }
        if (kryo.getClassResolver().getRegistration(type) != null) {
            throw new IllegalStateException(type + " is registered twice");
        }
        kryo.register(type, serializer, id);
    }
}
