package lanewise.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;

/// Compares the gradients of a computation with differences of its values: PyTorch's `gradcheck`, for float32.
///
/// A derivative is `(8·(f(x + h) − f(x − h)) − (f(x + 2h) − f(x − 2h))) / 12h`, with points that are float32
/// numbers, and sums and differences in double. What is attainable: a value is off by some 1e-7 of its size, so a
/// derivative by some 1e-7/h of it, 1e-5 with the default step, and by h⁴/30 times the fifth derivative. Against a
/// function in double the step is 1e-4, and all but the float32 gradient's own error goes.
///
/// @param step `h`, times the larger of 1 and |x|
/// @param absolute the error that is allowed for any derivative, as a part of the largest one
/// @param relative the error that is allowed as a part of the derivative
public record GradCheck(double step, double absolute, double relative) {
    private static final double DOUBLE_STEP = 1e-4;

    /// A step of 1/64, and 3e-4 of the largest derivative plus 1e-3 of the derivative.
    public GradCheck() {
        this(1.0 / 64, 3e-4, 1e-3);
    }

    /// @throws IllegalArgumentException if a number is not greater than 0
    public GradCheck {
        if (!(step > 0 && absolute > 0 && relative > 0)) {
            throw new IllegalArgumentException("GradCheck: step " + step + ", absolute " + absolute + " and relative "
                    + relative + " must all be greater than 0");
        }
    }

    /// Checks the gradients of all inputs that require one, for a random weighting of the result's elements.
    ///
    /// @throws AssertionError if one is off, with the input, the element and both numbers
    /// @throws IllegalArgumentException if no input requires a gradient
    public void check(Function<Tensor[], Tensor> computation, Tensor... inputs) {
        Tensor[] weights = new Tensor[1];
        float[][] gradients = gradients(computation, weights, inputs);
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].requiresGrad()) {
                compare(i, gradients[i], slopes(computation, weights[0], inputs, i));
            }
        }
    }

    /// Checks them against a function in double, from the elements of all inputs to the sum of the result's
    /// elements.
    ///
    /// @throws AssertionError if one is off, with the input, the element and both numbers
    /// @throws IllegalArgumentException if no input requires a gradient
    public void check(Function<Tensor[], Tensor> computation, ToDoubleFunction<double[][]> inDouble, Tensor... inputs) {
        float[][] gradients = gradients(all -> computation.apply(all).sum(), new Tensor[] {Tensor.scalar(1f)}, inputs);
        double[][] points = new double[inputs.length][];
        for (int i = 0; i < inputs.length; i++) {
            points[i] = doubles(inputs[i].toArray());
        }
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].requiresGrad()) {
                double[] slopes = new double[points[i].length];
                for (int k = 0; k < slopes.length; k++) {
                    double at = points[i][k];
                    double h = DOUBLE_STEP * Math.max(1, Math.abs(at));
                    double[] values = new double[4];
                    for (int p = 0; p < 4; p++) {
                        points[i][k] = at + offset(p) * h;
                        values[p] = inDouble.applyAsDouble(points);
                    }
                    points[i][k] = at;
                    slopes[k] = slope(values, h);
                }
                compare(i, gradients[i], slopes);
            }
        }
    }

    /// Checks the gradients of the gradients, which a pass with `createGraph` records, as [#check(Function,
    /// Tensor...)] does those of values: PyTorch's `gradgradcheck`. The differences are those of the computed
    /// gradients.
    ///
    /// @throws AssertionError if one is off, with the input, the element and both numbers
    /// @throws IllegalArgumentException if no input requires a gradient
    public void checkSecond(Function<Tensor[], Tensor> computation, Tensor... inputs) {
        check(at -> gradientsAsValues(computation, at, inputs), inputs);
    }

    /// The elements of all gradients for a random weighting of the result, one after another, with their history.
    private static Tensor gradientsAsValues(Function<Tensor[], Tensor> computation, Tensor[] at, Tensor... inputs) {
        try (GradMode _ = GradMode.enableGrad()) {
            Tensor[] points = at.clone();
            List<Tensor> wanted = new ArrayList<>();
            for (int i = 0; i < points.length; i++) {
                if (inputs[i].requiresGrad()) {
                    points[i] = at[i].requiresGrad() ? at[i] : at[i].detach().requiresGrad_(true);
                    wanted.add(points[i]);
                }
            }
            Tensor result = computation.apply(points);
            NDArray weights = NDArray.empty(result.shape());
            new Generator(2).fillUniform(weights, 0.5f, 1.5f);
            List<Tensor> rows = new ArrayList<>();
            for (Tensor gradient :
                    Autograd.grad(List.of(result), wanted, List.of(Tensor.of(weights)), true, true, true)) {
                if (gradient != null) {
                    rows.add(gradient.flatten());
                }
            }
            return Tensor.cat(rows, 0);
        }
    }

    /// The computed gradients. Leaves those of the inputs as they were.
    private static float[][] gradients(Function<Tensor[], Tensor> computation, Tensor[] weights, Tensor... inputs) {
        Tensor[] leaves = new Tensor[inputs.length];
        boolean any = false;
        for (int i = 0; i < inputs.length; i++) {
            leaves[i] = inputs[i].detach().clone().requiresGrad_(inputs[i].requiresGrad());
            any |= inputs[i].requiresGrad();
        }
        if (!any) {
            throw new IllegalArgumentException("GradCheck: no input requires a gradient");
        }
        Tensor result = computation.apply(leaves);
        if (weights[0] == null) {
            NDArray drawn = NDArray.empty(result.shape());
            new Generator(1).fillUniform(drawn, 0.5f, 1.5f);
            weights[0] = Tensor.of(drawn);
        }
        if (result.requiresGrad()) {
            result.backward(weights[0]);
        }
        float[][] gradients = new float[inputs.length][];
        for (int i = 0; i < inputs.length; i++) {
            Tensor gradient = leaves[i].denseGrad();
            gradients[i] = gradient == null ? new float[inputs[i].elements()] : gradient.toArray();
        }
        return gradients;
    }

    private double[] slopes(Function<Tensor[], Tensor> computation, Tensor weights, Tensor[] inputs, int i) {
        float[] factors = weights.toArray();
        Tensor[] points = new Tensor[inputs.length];
        for (int j = 0; j < inputs.length; j++) {
            points[j] = inputs[j].detach();
        }
        float[] elements = inputs[i].toArray();
        double[] slopes = new double[elements.length];
        for (int k = 0; k < slopes.length; k++) {
            float at = elements[k];
            // a power of two, so that the points lie at equal distances
            double h = Math.scalb(1.0, Math.getExponent(step * Math.max(1, Math.abs(at))));
            double[] values = new double[4];
            for (int p = 0; p < 4; p++) {
                elements[k] = (float) (at + offset(p) * h);
                points[i] = Tensor.of(inputs[i].shape(), elements);
                try (GradMode _ = GradMode.noGrad()) {
                    float[] result = computation.apply(points).toArray();
                    for (int r = 0; r < result.length; r++) {
                        values[p] += (double) factors[r] * result[r];
                    }
                }
            }
            elements[k] = at;
            slopes[k] = slope(values, h);
        }
        return slopes;
    }

    private static int offset(int point) {
        return point < 2 ? point - 2 : point - 1;
    }

    /// From the values at −2h, −h, h and 2h.
    private static double slope(double[] values, double h) {
        return (8 * (values[2] - values[1]) - (values[3] - values[0])) / (12 * h);
    }

    private void compare(int input, float[] gradient, double[] slopes) {
        double largest = 1e-30;
        for (double slope : slopes) {
            largest = Math.max(largest, Math.abs(slope));
        }
        for (int k = 0; k < slopes.length; k++) {
            double error = Math.abs(gradient[k] - slopes[k]);
            double allowed = absolute * Math.max(largest, 1e-3) + relative * Math.abs(slopes[k]);
            if (!(error <= allowed)) {
                throw new AssertionError("GradCheck: the gradient of input " + input + ", element " + k + ", is "
                        + gradient[k] + ", and differences give " + (float) slopes[k] + "; off by " + (float) error
                        + ", more than the " + (float) allowed + " that are allowed");
            }
        }
    }

    private static double[] doubles(float[] floats) {
        double[] doubles = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}
