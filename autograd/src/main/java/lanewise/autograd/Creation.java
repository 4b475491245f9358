package lanewise.autograd;

import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// New tensors from numbers: static methods of [Tensor].
abstract sealed class Creation permits Joining {
    /// For [Tensor].
    Creation() {}

    /// A tensor of zeros, of these sizes; without sizes a single number.
    public static Tensor zeros(int... sizes) {
        return new Tensor(NDArray.zeros(Shape.of(sizes)));
    }

    /// A tensor of ones, of these sizes; without sizes a single number.
    public static Tensor ones(int... sizes) {
        return full(Shape.of(sizes), 1f);
    }

    /// A tensor of this shape with `value` everywhere.
    public static Tensor full(Shape shape, float value) {
        return new Tensor(NDArray.full(shape, value));
    }

    /// A single number, of shape `[]`.
    public static Tensor scalar(float value) {
        return full(Shape.SCALAR, value);
    }

    /// A tensor of one dimension with a copy of these elements.
    public static Tensor of(float... elements) {
        return of(Shape.of(elements.length), elements);
    }

    /// A tensor of this shape with a copy of these elements, row-major.
    ///
    /// @throws ShapeMismatchException if there are not as many as `shape` has
    public static Tensor of(Shape shape, float... elements) {
        return new Tensor(NDArray.of(shape, elements));
    }

    /// A tensor over this array, whose memory it shares.
    public static Tensor of(NDArray array) {
        return new Tensor(array);
    }

    /// Zeros of this tensor's shape.
    public static Tensor zerosLike(Tensor tensor) {
        return new Tensor(NDArray.zeros(tensor.shape()));
    }

    /// Ones of this tensor's shape.
    public static Tensor onesLike(Tensor tensor) {
        return full(tensor.shape(), 1f);
    }

    /// A tensor of this one's shape with `value` everywhere.
    public static Tensor fullLike(Tensor tensor, float value) {
        return full(tensor.shape(), value);
    }

    /// Random numbers of the standard normal distribution, from the global [lanewise.engine.Generator].
    public static Tensor randn(int... sizes) {
        NDArray array = NDArray.empty(Shape.of(sizes));
        Generator.global().fillNormal(array, 0f, 1f);
        return new Tensor(array);
    }

    /// Random numbers spread evenly over `[0, 1)`, from the global [lanewise.engine.Generator].
    public static Tensor rand(int... sizes) {
        NDArray array = NDArray.empty(Shape.of(sizes));
        Generator.global().fillUniform(array, 0f, 1f);
        return new Tensor(array);
    }

    /// `0, 1, ...` up to, and without, `end`.
    public static Tensor arange(double end) {
        return arange(0, end, 1);
    }

    /// `start, start + 1, ...` up to, and without, `end`.
    public static Tensor arange(double start, double end) {
        return arange(start, end, 1);
    }

    /// `start, start + step, ...` up to, and without, `end`. Shape `[ceil((end − start) / step)]`.
    ///
    /// @throws IllegalArgumentException if `step` is 0 or leads away from `end`
    public static Tensor arange(double start, double end, double step) {
        double count = Math.ceil((end - start) / step);
        if (step == 0 || !(count >= 0 && count < Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "arange: step is " + step + ", which does not lead from " + start + " to " + end);
        }
        NDArray array = NDArray.empty(Shape.of((int) count));
        float[] data = array.data();
        for (int i = 0; i < array.elements(); i++) {
            data[i] = (float) (start + i * step);
        }
        return new Tensor(array);
    }

    /// `count` numbers, evenly spaced from `start` to `end`, both included.
    ///
    /// @throws IllegalArgumentException if `count` is negative
    public static Tensor linspace(double start, double end, int count) {
        // from both ends towards the middle, so that both are exact
        if (count < 0) {
            throw new IllegalArgumentException("linspace: count is " + count + "; it must not be negative");
        }
        NDArray array = NDArray.empty(Shape.of(count));
        float[] data = array.data();
        double step = count > 1 ? (end - start) / (count - 1) : 0;
        for (int i = 0; i < count; i++) {
            data[i] = (float) (i < count / 2 || count == 1 ? start + i * step : end - (count - 1 - i) * step);
        }
        return new Tensor(array);
    }

    /// The identity matrix `[n, n]`.
    public static Tensor eye(int n) {
        return eye(n, n);
    }

    /// A matrix with 1 on the main diagonal and 0 elsewhere.
    public static Tensor eye(int rows, int columns) {
        NDArray array = NDArray.zeros(Shape.of(rows, columns));
        float[] data = array.data();
        for (int i = 0; i < Math.min(rows, columns); i++) {
            data[i * columns + i] = 1f;
        }
        return new Tensor(array);
    }
}
