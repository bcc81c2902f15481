package io.holdout.worker.learn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import net.razorvine.pickle.IObjectConstructor;

/** The few globals that a pickle of torch may name, and what stands for each here. Nothing is looked up by reflection. */
final class TorchGlobals {
    /** {@code torch.FloatStorage} and its kin: a name for a type, which nothing calls. */
    record StorageClass(ElementType type) implements IObjectConstructor {
        @Override
        public Object construct(Object[] arguments) {
            throw new IllegalArgumentException("its pickle calls the class of a storage");
        }
    }

    private static final int MAX_KEY_CHARS = 300;

    private final IntConsumer work;

    /** @param work told of the elements that a call copies */
    TorchGlobals(IntConsumer work) {
        this.work = work;
    }

    /** @throws IllegalArgumentException naming the global if it is not on the list */
    IObjectConstructor named(String module, String name) {
        String global = module + "." + name;
        Optional<ElementType> storage = ElementType.ofStorageClass(global);
        if (storage.isPresent()) {
            return new StorageClass(storage.get());
        }
        if (module.equals("__torch__") || module.startsWith("__torch__.")) {
            return arguments -> new ScriptObject();
        }
        return switch (global) {
            case "collections.OrderedDict", "builtins.dict", "__builtin__.dict" -> this::dictionary;
            case "torch._utils._rebuild_tensor_v2" -> TorchTensor::rebuild;
            case "torch._utils._rebuild_parameter" -> arguments -> first(arguments, TorchTensor.class);
            case "torch.jit._pickle.build_intlist",
                    "torch.jit._pickle.build_doublelist",
                    "torch.jit._pickle.build_boollist",
                    "torch.jit._pickle.build_tensorlist" -> arguments -> first(arguments, List.class);
            default ->
                throw new IllegalArgumentException("its pickle asks for '" + shown(global)
                        + "', which no state dict needs, and might run code; save only the tensors:"
                        + " torch.save(model.state_dict(), FILE)");
        };
    }

    private Object dictionary(Object[] arguments) {
        var map = new LinkedHashMap<Object, Object>();
        if (arguments.length > 0) {
            // as Python 2 wrote one: a list of pairs
            List<?> pairs = first(arguments, List.class);
            work.accept(pairs.size());
            for (Object pair : pairs) {
                var two = (List<?>) pair;
                put(map, two.get(0), two.get(1));
            }
        }
        return map;
    }

    /** Keys are what state dicts have; a collection as a key would be hashed with all that it holds. */
    static void put(Map<Object, Object> map, Object key, Object value) {
        if (!(key instanceof Number || key instanceof String text && text.length() <= MAX_KEY_CHARS)) {
            throw new IllegalArgumentException("its pickle has a dictionary with a key that is neither a number nor a"
                    + " text of at most " + MAX_KEY_CHARS + " characters");
        }
        map.put(key, value);
    }

    private static <T> T first(Object[] arguments, Class<T> type) {
        if (arguments.length == 0 || !type.isInstance(arguments[0])) {
            throw new IllegalArgumentException("its pickle calls a function of torch with other arguments than torch");
        }
        return type.cast(arguments[0]);
    }

    /** Fit to be printed: a terminal obeys control characters. */
    private static String shown(String global) {
        String printable = global.replaceAll("[^ -~]", "?");
        return printable.length() <= 100 ? printable : printable.substring(0, 100) + "...";
    }
}
