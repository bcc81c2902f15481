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
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Gradients as values, {@code torch.autograd.grad}, which DJL lacks and MAML needs: a TorchScript archive of a kilobyte,
 * written here, exposes it. (DJL's backward with a kept graph leaks; see docs/decisions.)
 */
final class Autograd {
    private static final String METHOD =
            """
              def %s(self: __torch__.Gradients,
                loss: Tensor,
                inputs: List[Tensor]) -> List[Tensor]:
                found = torch.autograd.grad([loss], inputs, None, %s, %s, True)
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
    private static final String MODULE =
            """
            class Gradients(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.Gradients,
                x: Tensor) -> Tensor:
                return x
            """;

    private final PtSymbolBlock block;
    private final NDArray plain;
    private final NDArray withGraph;

    /** Loads the archive; it lives as long as {@code manager}. */
    Autograd(NDManager manager) {
        try {
            block = JniUtils.loadModule((PtNDManager) manager, new ByteArrayInputStream(archive()), false, false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        plain = marker(manager, "plain");
        withGraph = marker(manager, "with_graph");
    }

    private static NDArray marker(NDManager manager, String method) {
        NDArray marker = manager.zeros(new Shape(1));
        marker.setName("module_method:" + method);
        return marker;
    }

    /**
     * Gradients of a scalar; they belong to the scalar's manager. Call with gradients on.
     *
     * @param createGraph whether they can be differentiated again
     */
    List<NDArray> of(NDArray loss, List<NDArray> inputs, boolean createGraph) {
        var arguments = new NDList(loss);
        var names = new ArrayList<String>();
        for (NDArray input : inputs) {
            names.add(input.getName());
            input.setName("inputs[]");
            arguments.add(input);
        }
        arguments.add(createGraph ? withGraph : plain);
        try {
            return List.copyOf(IValueUtils.forward(block, arguments, true));
        } finally {
            for (int i = 0; i < names.size(); i++) {
                inputs.get(i).setName(names.get(i));
            }
        }
    }

    private static byte[] archive() throws IOException {
        String code =
                MODULE + METHOD.formatted("plain", "False", "False") + METHOD.formatted("with_graph", "True", "True");
        // a pickle of __torch__.Gradients() with the state {"training": True}
        var pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2, 'c'});
        pickle.write("__torch__\nGradients\n".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {')', (byte) 0x81, '}', 'X', 8, 0, 0, 0});
        pickle.write("training".getBytes(StandardCharsets.US_ASCII));
        pickle.write(new byte[] {(byte) 0x88, 's', 'b', '.'});
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            store(zip, "gradients/data.pkl", pickle.toByteArray());
            store(zip, "gradients/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "gradients/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            store(zip, "gradients/version", "3\n".getBytes(StandardCharsets.US_ASCII));
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
