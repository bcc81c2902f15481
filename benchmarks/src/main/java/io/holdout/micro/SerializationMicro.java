package io.holdout.micro;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.typesafe.config.ConfigFactory;
import io.holdout.protocol.message.ToWorker;
import io.holdout.protocol.wire.KryoSerializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Messages and events to bytes and back: by Holdout's Kryo as remoting and the journal call it, and the {@link Mirrors} of
 * the same values by Jackson's CBOR and by Java.
 */
@State(Scope.Benchmark)
public class SerializationMicro {
    static final List<String> VALUES = List.of("beat", "order", "success", "started", "succeeded");
    static final List<String> FORMS = List.of("kryo", "cbor", "java");

    @Param({"beat", "order", "success", "started", "succeeded"})
    public String value = "beat";

    @Param({"kryo", "cbor", "java"})
    public String form = "kryo";

    private final ActorSystem<ToWorker> system = ActorSystem.create(
            Behaviors.empty(),
            "holdout",
            ConfigFactory.parseMap(Map.of(
                            "pekko.actor.provider",
                            "cluster",
                            "pekko.remote.artery.transport",
                            "tcp",
                            "pekko.remote.artery.canonical.hostname",
                            "127.0.0.1",
                            "pekko.remote.artery.canonical.port",
                            0,
                            "pekko.loglevel",
                            "WARNING"))
                    .withFallback(ConfigFactory.load()));
    private final KryoSerializer kryo = new KryoSerializer((ExtendedActorSystem) Adapter.toClassic(system));
    private final ObjectMapper cbor = new CBORMapper();
    private Object object = "";
    private byte[] bytes = {};

    /** How long a value is in a form. */
    record Size(String what, String value, String form, int bytes) {}

    static List<Size> sizes() {
        var sizes = new ArrayList<Size>();
        var micro = new SerializationMicro();
        for (String value : VALUES) {
            for (String form : FORMS) {
                micro.value = value;
                micro.form = form;
                micro.prepare();
                sizes.add(new Size("SerializationMicro.size", value, form, micro.bytes.length));
            }
        }
        micro.close();
        return sizes;
    }

    @Setup(Level.Trial)
    public void prepare() {
        object = form.equals("kryo") ? real() : mirror();
        bytes = write();
        Object read = read();
        if (!read.equals(object)) {
            throw new IllegalStateException(read + " was read, not " + object);
        }
    }

    @TearDown(Level.Trial)
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
    }

    private Values values() {
        ActorRef<ToWorker> worker = system;
        return new Values(worker, RunningSweep.plan(1).trials().get(0).spec().canonicalForm());
    }

    private Object real() {
        return switch (value) {
            case "beat" -> values().beat();
            case "order" -> values().order();
            case "success" -> values().success();
            case "started" -> Values.started();
            default -> Values.succeeded();
        };
    }

    private Object mirror() {
        String address = ActorRefResolver.get(system).toSerializationFormat(system);
        return switch (value) {
            case "beat" -> Mirrors.Beat.of(values().beat(), address);
            case "order" -> Mirrors.Order.of(values().order());
            case "success" -> Mirrors.Success.of(values().success(), address);
            case "started" -> Mirrors.Started.of(Values.started());
            default -> Mirrors.Succeeded.of(Values.succeeded());
        };
    }

    @Benchmark
    public byte[] write() {
        try {
            return switch (form) {
                case "kryo" -> kryo.toBinary(object);
                case "cbor" -> cbor.writeValueAsBytes(object);
                default -> javaBytes(object);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Benchmark
    public Object read() {
        try {
            return switch (form) {
                case "kryo" -> kryo.fromBinary(bytes, KryoSerializer.FORM);
                case "cbor" -> cbor.readValue(bytes, object.getClass());
                default -> javaObject(bytes);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] javaBytes(Object object) throws IOException {
        var into = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(into)) {
            out.writeObject(object);
        }
        return into.toByteArray();
    }

    private static Object javaObject(byte[] bytes) throws IOException {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
            return in.readObject();
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
