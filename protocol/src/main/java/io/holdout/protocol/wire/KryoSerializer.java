package io.holdout.protocol.wire;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Pekko's door to {@link WireCodec}; adds actor references. */
public final class KryoSerializer extends SerializerWithStringManifest {
    /** Stored with every event: never change. */
    public static final int IDENTIFIER = 7_460_001;

    private static final int ACTOR_REF_ID = 22;

    /** The form of the bytes; a later form gets another manifest, so that both can be read. */
    public static final String FORM = "k1";

    private final WireCodec codec;

    public KryoSerializer(ExtendedActorSystem system) {
        var resolver = ActorRefResolver.get(Adapter.toTyped(system));
        codec = new WireCodec(
                registry -> registry.register(ActorRef.class, new ActorRefSerializer(resolver), ACTOR_REF_ID));
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object value) {
        return FORM;
    }

    @Override
    public byte[] toBinary(Object value) {
        return codec.write(value);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        if (!manifest.equals(FORM)) {
            throw new IllegalArgumentException(
                    "bytes of form '" + manifest + "', this version of Holdout reads '" + FORM + "'");
        }
        return codec.read(bytes);
    }

    private static final class ActorRefSerializer extends Serializer<ActorRef<?>> {
        private final ActorRefResolver resolver;

        ActorRefSerializer(ActorRefResolver resolver) {
            super(false, true);
            this.resolver = resolver;
        }

        @Override
        public void write(Kryo kryo, Output output, ActorRef<?> ref) {
            output.writeString(resolver.toSerializationFormat(ref));
        }

        @Override
        public ActorRef<?> read(Kryo kryo, Input input, Class<? extends ActorRef<?>> type) {
            return resolver.resolveActorRef(input.readString());
        }
    }
}
