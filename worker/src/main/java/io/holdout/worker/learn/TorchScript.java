package io.holdout.worker.learn;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Functions of the engine that DJL does not offer, called through a TorchScript archive of two kilobytes that is written
 * here: gradients as values, and PyTorch's own fused optimizers.
 *
 * <p>Each parameter of a method is a list of arrays.
 */
final class TorchScript {
    private static final String MODULE =
            """
            class Functions(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.Functions,
                x: Tensor) -> Tensor:
                return x
            """;
    /** Each gradient lies in memory as its input does: the fused optimizers walk through both side by side. */
    private static final String GRADIENTS =
            """
              def gradients(self: __torch__.Functions,
                loss: List[Tensor],
                inputs: List[Tensor]) -> List[Tensor]:
                found = torch.autograd.grad(loss, inputs, None, False, False, True)
                out = annotate(List[Tensor], [])
                for i in range(torch.len(inputs)):
                  g = found[i]
                  w = inputs[i]
                  if torch.__is__(g, None):
                    _0 = torch.append(out, torch.zeros_like(w))
                  else:
                    g0 = unchecked_cast(Tensor, g)
                    if torch.eq(torch.stride(g0), torch.stride(w)):
                      _1 = torch.append(out, g0)
                    else:
                      _2 = torch.append(out, torch.copy_(torch.empty_like(w), g0))
                return out
            """;

    private static final String GRADIENTS_WITH_GRAPH =
            """
              def gradients_with_graph(self: __torch__.Functions,
                loss: List[Tensor],
                inputs: List[Tensor]) -> List[Tensor]:
                found = torch.autograd.grad(loss, inputs, None, True, True, True)
                out = annotate(List[Tensor], [])
                for i in range(torch.len(inputs)):
                  g = found[i]
                  if torch.__is__(g, None):
                    _0 = torch.append(out, torch.zeros_like(inputs[i]))
                  else:
                    g0 = unchecked_cast(Tensor, g)
                    _1 = torch.append(out, g0)
                return out
            """;
    /** Settings: learning rate, beta 1, beta 2, weight decay, epsilon. */
    private static final String ADAM =
            """
              def %s(self: __torch__.Functions,
                weights: List[Tensor],
                gradients: List[Tensor],
                means: List[Tensor],
                squares: List[Tensor],
                steps: List[Tensor],
                settings: List[Tensor]) -> List[Tensor]:
                s = settings[0]
                _0 = float(torch.select(s, 0, 0))
                _1 = float(torch.select(s, 0, 1))
                _2 = float(torch.select(s, 0, 2))
                _3 = float(torch.select(s, 0, 3))
                _4 = float(torch.select(s, 0, 4))
                torch._foreach_add_(steps, 1)
                torch.%s(weights, gradients, means, squares, annotate(List[Tensor], []), steps, lr=_0, beta1=_1, \
            beta2=_2, weight_decay=_3, eps=_4, amsgrad=False, maximize=False)
                return annotate(List[Tensor], [])
            """;
    /** Settings: learning rate, momentum, weight decay. */
    private static final String SGD =
            """
              def sgd(self: __torch__.Functions,
                weights: List[Tensor],
                gradients: List[Tensor],
                velocities: List[Tensor],
                settings: List[Tensor]) -> List[Tensor]:
                s = settings[0]
                _0 = float(torch.select(s, 0, 0))
                _1 = float(torch.select(s, 0, 1))
                _2 = float(torch.select(s, 0, 2))
                torch._fused_sgd_(weights, gradients, velocities, weight_decay=_2, momentum=_1, lr=_0, dampening=0., \
            nesterov=False, maximize=False, is_first_step=False)
                return annotate(List[Tensor], [])
            """;
    /** As clip_grad_norm_: the norm over all arrays. */
    private static final String CLIP =
            """
              def clip(self: __torch__.Functions,
                gradients: List[Tensor],
                limit: List[Tensor]) -> List[Tensor]:
                norms = torch._foreach_norm(gradients, 2.)
                total = torch.linalg_vector_norm(torch.stack(norms), 2., None, False, dtype=None)
                _0 = torch.div(limit[0], torch.add(total, 9.9999999999999995e-07))
                torch._foreach_mul_(gradients, torch.clamp(_0, None, 1.))
                return [total]
            """;

    private final PtSymbolBlock block;
    private final NDManager manager;
    private final Map<String, NDArray> markers = new HashMap<>();

    /** Loads the archive; it lives as long as {@code manager}. */
    TorchScript(NDManager manager) {
        this.manager = manager;
        try {
            block = JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive()), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Calls a method; what it returns belongs to the manager of the first array.
     *
     * @param arguments one list a parameter, in their order, none empty
     */
    List<NDArray> call(String method, List<List<NDArray>> arguments) {
        var all = new NDList();
        for (int i = 0; i < arguments.size(); i++) {
            for (NDArray array : arguments.get(i)) {
                // the engine groups arrays into lists by the names they carry
                array.setName("argument" + i + "[]");
                all.add(array);
            }
        }
        all.add(markers.computeIfAbsent(method, this::marker));
        return List.copyOf(IValueUtils.forward(block, all, true));
    }

    private NDArray marker(String method) {
        NDArray marker = manager.zeros(new Shape(1));
        marker.setName("module_method:" + method);
        return marker;
    }

    private static byte[] archive() throws IOException {
        String code = MODULE
                + GRADIENTS
                + GRADIENTS_WITH_GRAPH
                + ADAM.formatted("adam", "_fused_adam_")
                + ADAM.formatted("adamw", "_fused_adamw_")
                + SGD
                + CLIP;
        // a pickle of __torch__.Functions() with the state {"training": True}
        var pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2, 'c'});
        pickle.write("__torch__\nFunctions\n".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {')', (byte) 0x81, '}', 'X', 8, 0, 0, 0});
        pickle.write("training".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {(byte) 0x88, 's', 'b', '.'});
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            store(zip, "functions/data.pkl", pickle.toByteArray());
            store(zip, "functions/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "functions/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "functions/version", "3\n".getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
        var crc = new CRC32();
        crc.update(bytes);
        var entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(bytes.length);
        entry.setCompressedSize(bytes.length);
        entry.setCrc(crc.getValue());
        entry.setTime(0);
        zip.putNextEntry(entry);
        zip.write(bytes);
        zip.closeEntry();
    }
}
