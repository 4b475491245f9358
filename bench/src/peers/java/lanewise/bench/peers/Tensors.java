package lanewise.bench.peers;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;

/// Numbers into libtorch's tensors and out of them.
final class Tensors {
    private Tensors() {}

    /// A tensor in memory of its own, aligned as libtorch aligns it.
    static Tensor of(float[] numbers, long... sizes) {
        Tensor tensor = torch.zeros(sizes);
        try (FloatPointer copy = new FloatPointer(numbers);
                Tensor borrowed = torch.from_blob(copy, sizes)) {
            tensor.copy_(borrowed);
        }
        return tensor;
    }

    /// A leaf that wants a gradient.
    static Tensor parameter(float[] numbers, long... sizes) {
        return of(numbers, sizes).set_requires_grad(true);
    }

    /// Labels.
    static Tensor of(long... labels) {
        Tensor tensor = torch.zeros(new long[] {labels.length}, new TensorOptions(torch.ScalarType.Long));
        try (LongPointer copy = new LongPointer(labels);
                Tensor borrowed =
                        torch.from_blob(copy, new long[] {labels.length}, new TensorOptions(torch.ScalarType.Long))) {
            tensor.copy_(borrowed);
        }
        return tensor;
    }

    static float[] numbers(Tensor tensor) {
        float[] numbers = new float[(int) tensor.numel()];
        try (Tensor plain = tensor.detach().contiguous()) {
            plain.data_ptr_float().get(numbers);
        }
        return numbers;
    }

    /// As `zero_grad` does: the next backward pass makes a new one.
    static void dropGradient(Tensor tensor) {
        tensor.mutable_grad().put(new Tensor());
    }
}
