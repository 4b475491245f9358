package lanewise.autograd;

import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// New tensors whose numbers are computed one by one.
final class Creation {
    private Creation() {}

    static Tensor normal(Shape shape) {
        NDArray array = NDArray.empty(shape);
        Generator.global().fillNormal(array, 0f, 1f);
        return new Tensor(array);
    }

    static Tensor uniform(Shape shape) {
        NDArray array = NDArray.empty(shape);
        Generator.global().fillUniform(array, 0f, 1f);
        return new Tensor(array);
    }

    static Tensor arange(double start, double end, double step) {
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

    /// From both ends towards the middle, so that both are exact.
    static Tensor linspace(double start, double end, int count) {
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

    static Tensor eye(int rows, int columns) {
        NDArray array = NDArray.zeros(Shape.of(rows, columns));
        float[] data = array.data();
        for (int i = 0; i < Math.min(rows, columns); i++) {
            data[i * columns + i] = 1f;
        }
        return new Tensor(array);
    }
}
