package lanewise.engine.op;

import java.util.Arrays;
import lanewise.engine.Layout;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// One number around an array: `y[before + i] = x[i]` in every dimension, the number elsewhere.
///
///     dx[i] = dy[before + i]
public final class ConstantPad extends Placement {
    private final int[] padding;

    /// @param padding how many before and after, of the last dimension first, as PyTorch orders them; from 0 on
    /// @param value the number
    /// @throws IllegalArgumentException if there is an odd number of them, or one is negative
    public ConstantPad(float value, int... padding) {
        super(value);
        if (padding.length % 2 != 0 || Arrays.stream(padding).anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("pad: the sizes " + Arrays.toString(padding)
                    + " must be pairs of before and after, none of them negative");
        }
        this.padding = padding.clone();
    }

    @Override
    public String name() {
        return "pad";
    }

    @Override
    Shape result(Shape input) {
        if (padding.length > 2 * input.rank()) {
            throw new ShapeMismatchException(message(
                    "the sizes " + Arrays.toString(padding) + " are of more dimensions than " + input + " has"));
        }
        int[] sizes = input.toArray();
        for (int p = 0; p < padding.length; p += 2) {
            int d = sizes.length - 1 - p / 2;
            sizes[d] = Math.addExact(sizes[d], Math.addExact(padding[p], padding[p + 1]));
        }
        return Shape.of(sizes);
    }

    @Override
    Layout place(Layout result, Shape input) {
        Layout place = result;
        for (int p = 0; p < padding.length; p += 2) {
            int d = input.rank() - 1 - p / 2;
            place = place.narrow(d, padding[p], input.dim(d));
        }
        return place;
    }

    /// What surrounds the array does not matter.
    @Override
    public void gradient(Recorder recorder) {
        Adjoint.contribute(new ConstantPad(0, padding), 1, recorder);
    }
}
