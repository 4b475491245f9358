package lanewise.nn.functional;

import java.util.Arrays;
import java.util.Locale;
import lanewise.autograd.AnyTensor;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;
import lanewise.engine.op.ConstantPad;

/// What comes around a tensor. Negative sizes cut off.
enum Padding {
    /// The tensor mirrored at its first and last elements, which are not repeated.
    REFLECTION {
        @Override
        int most(int size) {
            return size - 1;
        }

        @Override
        int source(int i, int size) {
            int inside = Math.abs(i);
            return inside < size ? inside : 2 * (size - 1) - inside;
        }
    },
    /// The first and last elements.
    REPLICATION {
        @Override
        int most(int size) {
            return size == 0 ? 0 : Integer.MAX_VALUE;
        }

        @Override
        int source(int i, int size) {
            return Math.clamp(i, 0, size - 1);
        }
    },
    /// The tensor again, from the other end.
    CIRCULAR {
        @Override
        int most(int size) {
            return size;
        }

        @Override
        int source(int i, int size) {
            return Math.floorMod(i, size);
        }
    };

    /// How much padding a dimension of this size has at most.
    abstract int most(int size);

    /// Which element stands at `i`, counted from the first one.
    abstract int source(int i, int size);

    <T extends AnyTensor<T>> T pad(T input, int... padding) {
        checkRank(input.shape(), padding);
        T padded = cut(input, padding);
        for (int p = 0; p < padding.length; p += 2) {
            int dim = -1 - p / 2;
            int before = Math.max(padding[p], 0);
            int after = Math.max(padding[p + 1], 0);
            if (before + after > 0) {
                padded = padded.indexSelect(dim, sources(input.shape(), padded.dim(dim), before, after));
            }
        }
        return padded == input ? input.clone() : padded;
    }

    private LongTensor sources(Shape input, int size, int before, int after) {
        if (Math.max(before, after) > most(size)) {
            throw new ShapeMismatchException("pad: " + name().toLowerCase(Locale.ROOT) + " of " + before
                    + " before and " + after + " after a dimension of " + size + " elements of " + input
                    + "; at most " + most(size) + " are possible");
        }
        long[] sources = new long[before + size + after];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = source(i - before, size);
        }
        return LongTensor.of(sources);
    }

    static Tensor constant(Tensor input, float value, int... padding) {
        checkPairs(input.shape(), padding);
        int[] positive = Arrays.stream(padding).map(size -> Math.max(size, 0)).toArray();
        return Tensor.apply(new ConstantPad(value, positive), cut(input, padding));
    }

    static LongTensor constant(LongTensor input, long value, int... padding) {
        checkPairs(input.shape(), padding);
        int[] positive = Arrays.stream(padding).map(size -> Math.max(size, 0)).toArray();
        return cut(input, padding).placed(new ConstantPad(0f, positive), LongTensor.full(Shape.SCALAR, value));
    }

    static BoolTensor constant(BoolTensor input, boolean value, int... padding) {
        checkPairs(input.shape(), padding);
        int[] positive = Arrays.stream(padding).map(size -> Math.max(size, 0)).toArray();
        return cut(input, padding).placed(new ConstantPad(0f, positive), BoolTensor.full(Shape.SCALAR, value));
    }

    private static <T extends AnyTensor<T>> T cut(T input, int... padding) {
        T cut = input;
        for (int p = 0; p < padding.length; p += 2) {
            int dim = -1 - p / 2;
            int before = Math.max(-padding[p], 0);
            int after = Math.max(-padding[p + 1], 0);
            if (before + after > 0) {
                int length = cut.dim(dim) - before - after;
                if (length < 0) {
                    throw new ShapeMismatchException(
                            "pad: sizes " + Arrays.toString(padding) + " cut off more than " + input.shape() + " has");
                }
                cut = cut.narrow(dim, before, length);
            }
        }
        return cut;
    }

    private static void checkPairs(Shape input, int... padding) {
        if (padding.length % 2 != 0 || padding.length > 2 * input.rank()) {
            throw new ShapeMismatchException("pad: the sizes " + Arrays.toString(padding)
                    + " must be pairs of before and after, for at most the dimensions of " + input);
        }
    }

    /// As in PyTorch: one to three dimensions behind the channels, with or without a batch.
    private static void checkRank(Shape input, int... padding) {
        checkPairs(input, padding);
        int dims = padding.length / 2;
        if (dims < 1 || dims > 3 || input.rank() != dims + 1 && input.rank() != dims + 2) {
            throw new ShapeMismatchException("pad: the sizes " + Arrays.toString(padding) + " are for " + (dims + 1)
                    + " or " + (dims + 2) + " dimensions, of which up to three are padded, not for " + input);
        }
    }
}
