package lanewise.bench.peers;

import java.util.Arrays;
import java.util.function.Supplier;
import lanewise.bench.peers.ScalarTape.Value;

/// The networks that classify images, in plain loops; the images have their channels last.
final class ScalarImages {
    private final ScalarTape tape;
    private final Supplier<Value> parameters;
    private final int images;

    /// @param parameters gives them one after the other
    ScalarImages(ScalarTape tape, Supplier<Value> parameters, int images) {
        this.tape = tape;
        this.parameters = parameters;
        this.images = images;
    }

    Value lenet(Value x) {
        Value y = tape.relu(convolution(x, 28, 1, 5, 1, 0, true));
        y = maximum(y, 24, 32);
        y = tape.relu(convolution(y, 12, 32, 5, 1, 0, true));
        y = channelsFirst(maximum(y, 8, 64), 16, 64);
        y = tape.relu(tape.linear(y, parameters.get(), parameters.get(), 1024));
        return tape.linear(y, parameters.get(), parameters.get(), 512);
    }

    Value resnet(Value x) {
        Value y = tape.relu(normalised(x, 32, 3, 16, 3, 1));
        int side = 32;
        int in = 16;
        for (int stage = 0; stage < 3; stage++) {
            int out = 16 << stage;
            for (int block = 0; block < 3; block++) {
                int stride = in == out ? 1 : 2;
                Value z = tape.relu(normalised(y, side, in, out, 3, stride));
                z = normalised(z, side / stride, out, out, 3, 1);
                Value shortcut = stride == 1 ? y : normalised(y, side, in, out, 1, stride);
                y = tape.relu(tape.add(z, shortcut));
                side /= stride;
                in = out;
            }
        }
        return tape.linear(tape.mean(y, side * side, in), parameters.get(), parameters.get(), in);
    }

    /// Images `[n, channels, pixels]` with their channels last.
    static float[] channelsLast(float[] x, int pixels, int channels) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            int image = i / (pixels * channels);
            y[(image * pixels + i % pixels) * channels + i / pixels % channels] = x[i];
        }
        return y;
    }

    private Value normalised(Value x, int side, int in, int out, int kernel, int stride) {
        Value y = convolution(x, side, in, kernel, stride, kernel / 2, false);
        return tape.norm(y, parameters.get(), parameters.get(), out, true);
    }

    /// Gathers what each place of the result sees, and multiplies it by the weight.
    private Value convolution(Value x, int side, int in, int kernel, int stride, int padding, boolean biased) {
        int out = (side + 2 * padding - kernel) / stride + 1;
        int seen = in * kernel * kernel;
        int[] index = new int[images * out * out * seen];
        Arrays.setAll(index, i -> {
            int k = i % seen;
            int place = i / seen % (out * out);
            int row = place / out * stride - padding + k / kernel % kernel;
            int column = place % out * stride - padding + k % kernel;
            boolean inside = row >= 0 && row < side && column >= 0 && column < side;
            int image = i / seen / (out * out);
            return inside ? ((image * side + row) * side + column) * in + k / kernel / kernel : -1;
        });
        Value weight = parameters.get();
        return tape.linear(tape.gather(x, index), weight, biased ? parameters.get() : null, seen);
    }

    /// Of each 2 x 2 pixels, the first that is the largest.
    private Value maximum(Value x, int side, int channels) {
        int half = side / 2;
        int[] index = new int[images * half * half * channels];
        Arrays.setAll(index, i -> {
            int place = i / channels;
            int row = place / half * 2; // of all images
            int column = place % half * 2;
            int best = (row * side + column) * channels + i % channels;
            for (int d : new int[] {channels, side * channels, (side + 1) * channels}) {
                int other = (row * side + column) * channels + i % channels + d;
                best = x.data[other] > x.data[best] ? other : best;
            }
            return best;
        });
        return tape.gather(x, index);
    }

    private Value channelsFirst(Value x, int pixels, int channels) {
        int[] index = new int[x.data.length];
        Arrays.setAll(index, i -> {
            int image = i / (pixels * channels);
            return (image * pixels + i % pixels) * channels + i / pixels % channels;
        });
        return tape.gather(x, index);
    }
}
