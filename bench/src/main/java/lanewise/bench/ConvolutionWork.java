package lanewise.bench;

import java.util.Arrays;
import lanewise.engine.Shape;
import lanewise.engine.op.Convolution;

/// Convolutions of known networks, for 32 images: LeNet's (LeCun, Bottou, Bengio, Haffner 1998) and those of a
/// ResNet-20 (He, Zhang, Ren, Sun 2016, arXiv:1512.03385).
public enum ConvolutionWork {
    /// LeNet's first.
    LENET_1(1, 6, 28, 5, 1),
    /// LeNet's second, without padding.
    LENET_2(6, 16, 14, 5, 1),
    /// ResNet-20's first.
    RESNET_FIRST(3, 16, 32, 3, 1),
    /// Of its first stage.
    RESNET_16(16, 16, 32, 3, 1),
    /// From its first stage to the second.
    RESNET_16_TO_32(16, 32, 32, 3, 2),
    /// Of its second stage.
    RESNET_32(32, 32, 16, 3, 1),
    /// Of its third stage.
    RESNET_64(64, 64, 8, 3, 1),
    /// A kernel of one element, as in a ResNet-50.
    POINTWISE_64(64, 64, 16, 1, 1);

    static final int IMAGES = 32;

    final Shape x;
    final Shape weight;
    final Shape y;
    final int stride;
    final int padding;

    ConvolutionWork(int in, int out, int size, int kernel, int stride) {
        this.stride = stride;
        this.padding = size == 14 ? 0 : kernel / 2;
        int result = (size + 2 * padding - kernel) / stride + 1;
        this.x = Shape.of(IMAGES, in, size, size);
        this.weight = Shape.of(out, in, kernel, kernel);
        this.y = Shape.of(IMAGES, out, result, result);
    }

    /// The library's.
    Convolution operation() {
        int[] strides = {stride, stride};
        int[] paddings = {padding, padding};
        return new Convolution(strides, paddings, paddings, new int[] {1, 1}, 1);
    }

    /// Floating-point operations: forward alone, or with the gradients of input and weight.
    double flops(boolean backward) {
        double products = (double) y.elements() * weight.elements() / weight.dim(0);
        return 2 * products * (backward ? 3 : 1);
    }

    /// As one writes it: `y`, or with `backward` the gradient of the weight for `dy`.
    void loop(boolean backward, float[] x0, float[] w, float[] dy, float[] result) {
        int c = x.dim(1);
        int size = x.dim(2);
        int kernel = weight.dim(2);
        int out = y.dim(2);
        Arrays.fill(result, 0f);
        for (int plane = 0; plane < IMAGES * y.dim(1); plane++) {
            for (int k = 0; k < c * kernel * kernel; k++) {
                int channel = plane / y.dim(1) * c + k / kernel / kernel;
                int wi = plane % y.dim(1) * c * kernel * kernel + k;
                int row = k / kernel % kernel - padding;
                int column = k % kernel - padding;
                int from = Math.max(0, (stride - 1 - column) / stride);
                int to = Math.min(out, (size - 1 - column) / stride + 1);
                for (int oh = 0; oh < out; oh++) {
                    int ih = oh * stride + row;
                    if (ih >= 0 && ih < size) {
                        int start = (channel * size + ih) * size + column;
                        int target = (plane * out + oh) * out;
                        if (backward) {
                            float sum = 0;
                            for (int ow = from; ow < to; ow++) {
                                sum += dy[target + ow] * x0[start + ow * stride];
                            }
                            result[wi] += sum;
                        } else {
                            for (int ow = from; ow < to; ow++) {
                                result[target + ow] += w[wi] * x0[start + ow * stride];
                            }
                        }
                    }
                }
            }
        }
    }
}
