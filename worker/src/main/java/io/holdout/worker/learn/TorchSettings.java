package io.holdout.worker.learn;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.holdout.protocol.failure.HoldoutException;
import java.nio.file.Path;
import java.util.Map;

/**
 * A setting of PyTorch that holds for the whole process and that DJL does not offer, reached by its C++ name, which PyTorch
 * exports ({@code at::Context}, ATen/Context.h).
 */
final class TorchSettings {
    private static final String CONTEXT = "_ZN2at13globalContextEv";
    private static final String SET_DETERMINISTIC = "_ZN2at7Context21setDeterministicCuDNNEb";
    private static final String IS_DETERMINISTIC = "_ZNK2at7Context18deterministicCuDNNEv";

    /** RTLD_LAZY alone: JNA's own choice would show the library's names to all others. */
    private static final int LAZY = 1;

    private TorchSettings() {}

    /**
     * As {@code torch.backends.cudnn.deterministic}: convolutions on a GPU only by algorithms that repeat to the last bit. By
     * default their gradients differ from run to run.
     *
     * @throws HoldoutException ENGINE_UNAVAILABLE if this PyTorch does not have the setting
     */
    static void repeatToTheBit() {
        try {
            library().getFunction(SET_DETERMINISTIC).invokeVoid(new Object[] {context(), (byte) 1});
        } catch (UnsatisfiedLinkError e) {
            throw HoldoutException.infrastructure(
                    "ENGINE_UNAVAILABLE",
                    "the PyTorch in " + LibUtils.getLibtorchPath() + " cannot be told to repeat to the last bit: "
                            + e.getMessage(),
                    e);
        }
    }

    static boolean repeatsToTheBit() {
        // a C++ bool is the lowest byte of what comes back
        return (library().getFunction(IS_DETERMINISTIC).invokeInt(new Object[] {context()}) & 0xff) != 0;
    }

    private static Pointer context() {
        return library().getFunction(CONTEXT).invokePointer(new Object[0]);
    }

    /** The one that DJL has loaded: it has no other name. */
    private static NativeLibrary library() {
        return NativeLibrary.getInstance(
                Path.of(LibUtils.getLibtorchPath(), System.mapLibraryName("torch_cpu"))
                        .toString(),
                Map.of(Library.OPTION_OPEN_FLAGS, LAZY));
    }
}
