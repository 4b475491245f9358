package lanewise.nn.init;

import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Fills tensors with the values that training starts from. Each method overwrites the tensor, records nothing, and
/// returns it. Random numbers come from [Generator#global()].
///
/// For a weight `[out, in, ...]`, the fan-in is `in` and the fan-out `out`, each times the product of the further
/// sizes.
public final class Init {
    private Init() {}

    /// Evenly distributed over `[0, 1)`.
    public static <T extends Tensor> T uniform_(T tensor) {
        return uniform_(tensor, 0f, 1f);
    }

    /// Evenly distributed over `[low, high)`.
    ///
    /// @throws IllegalArgumentException unless `low <= high`, both finite
    public static <T extends Tensor> T uniform_(T tensor, float low, float high) {
        Generator.global().fillUniform(tensor.array(), low, high);
        return tensor;
    }

    /// Normally distributed with mean 0 and standard deviation 1.
    public static <T extends Tensor> T normal_(T tensor) {
        return normal_(tensor, 0f, 1f);
    }

    /// Normally distributed.
    ///
    /// @throws IllegalArgumentException if `std` is negative, or one of the two is not finite
    public static <T extends Tensor> T normal_(T tensor, float mean, float std) {
        Generator.global().fillNormal(tensor.array(), mean, std);
        return tensor;
    }

    /// `value` everywhere.
    public static <T extends Tensor> T constant_(T tensor, float value) {
        tensor.array().fill(value);
        return tensor;
    }

    /// 1 everywhere.
    public static <T extends Tensor> T ones_(T tensor) {
        return constant_(tensor, 1f);
    }

    /// 0 everywhere.
    public static <T extends Tensor> T zeros_(T tensor) {
        return constant_(tensor, 0f);
    }

    /// 1 on the diagonal of a matrix `[m, n]`, 0 elsewhere: a linear layer passes on as many inputs as it can.
    ///
    /// @throws ShapeMismatchException if the tensor is no matrix
    public static <T extends Tensor> T eye_(T tensor) {
        Shape shape = tensor.shape();
        if (shape.rank() != 2) {
            throw new ShapeMismatchException("eye_: a tensor of 2 dimensions is needed, not " + shape);
        }
        NDArray array = tensor.array();
        array.fill(0f);
        for (int i = 0; i < Math.min(shape.dim(0), shape.dim(1)); i++) {
            array.set(1f, i, i);
        }
        return tensor;
    }

    /// [#xavierUniform_(Tensor, double)] with gain 1.
    public static <T extends Tensor> T xavierUniform_(T tensor) {
        return xavierUniform_(tensor, 1.0);
    }

    /// Evenly distributed over ±gain·√(6/(fan-in + fan-out)). Glorot, Bengio 2010.
    ///
    /// @throws ShapeMismatchException if the tensor has fewer than 2 dimensions
    public static <T extends Tensor> T xavierUniform_(T tensor, double gain) {
        Fans fans = Fans.of("xavierUniform_", tensor.shape());
        return uniformWithin(tensor, gain * Math.sqrt(6.0 / ((double) fans.in() + fans.out())));
    }

    /// [#xavierNormal_(Tensor, double)] with gain 1.
    public static <T extends Tensor> T xavierNormal_(T tensor) {
        return xavierNormal_(tensor, 1.0);
    }

    /// Normally distributed with mean 0 and standard deviation gain·√(2/(fan-in + fan-out)). Glorot, Bengio 2010.
    ///
    /// @throws ShapeMismatchException if the tensor has fewer than 2 dimensions
    public static <T extends Tensor> T xavierNormal_(T tensor, double gain) {
        Fans fans = Fans.of("xavierNormal_", tensor.shape());
        return normal_(tensor, 0f, (float) (gain * Math.sqrt(2.0 / ((double) fans.in() + fans.out()))));
    }

    /// [#kaimingUniform_(Tensor, double, FanMode, Nonlinearity)] before a ReLU, by the fan-in.
    public static <T extends Tensor> T kaimingUniform_(T tensor) {
        return kaimingUniform_(tensor, 0.0, FanMode.FAN_IN, Nonlinearity.LEAKY_RELU);
    }

    /// Evenly distributed over ±gain·√(3/fan). He, Zhang, Ren, Sun 2015, arXiv:1502.01852.
    ///
    /// @param negativeSlope of the leaky ReLU that follows; other nonlinearities ignore it
    /// @throws ShapeMismatchException if the tensor has fewer than 2 dimensions
    public static <T extends Tensor> T kaimingUniform_(
            T tensor, double negativeSlope, FanMode mode, Nonlinearity nonlinearity) {
        int fan = Fans.of("kaimingUniform_", tensor.shape()).by(mode);
        return uniformWithin(tensor, calculateGain(nonlinearity, negativeSlope) * Math.sqrt(3.0 / fan));
    }

    /// [#kaimingNormal_(Tensor, double, FanMode, Nonlinearity)] before a ReLU, by the fan-in.
    public static <T extends Tensor> T kaimingNormal_(T tensor) {
        return kaimingNormal_(tensor, 0.0, FanMode.FAN_IN, Nonlinearity.LEAKY_RELU);
    }

    /// Normally distributed with mean 0 and standard deviation gain/√fan. He, Zhang, Ren, Sun 2015,
    /// arXiv:1502.01852.
    ///
    /// @param negativeSlope of the leaky ReLU that follows; other nonlinearities ignore it
    /// @throws ShapeMismatchException if the tensor has fewer than 2 dimensions
    public static <T extends Tensor> T kaimingNormal_(
            T tensor, double negativeSlope, FanMode mode, Nonlinearity nonlinearity) {
        int fan = Fans.of("kaimingNormal_", tensor.shape()).by(mode);
        return normal_(tensor, 0f, (float) (calculateGain(nonlinearity, negativeSlope) / Math.sqrt(fan)));
    }

    /// [#orthogonal_(Tensor, double)] with gain 1.
    public static <T extends Tensor> T orthogonal_(T tensor) {
        return orthogonal_(tensor, 1.0);
    }

    /// A random matrix, every one as likely as the others, whose rows, or columns if those are fewer, have length
    /// `gain` and are at right angles. Dimensions after the first count as columns. Saxe, McClelland, Ganguli 2013,
    /// arXiv:1312.6120.
    ///
    /// @throws ShapeMismatchException if the tensor has fewer than 2 dimensions
    public static <T extends Tensor> T orthogonal_(T tensor, double gain) {
        Shape shape = tensor.shape();
        if (shape.rank() < 2) {
            throw new ShapeMismatchException("orthogonal_: a tensor of at least 2 dimensions is needed, not " + shape);
        }
        if (shape.elements() == 0) {
            return tensor;
        }
        normal_(tensor);
        Orthonormal.replace(tensor.array(), gain);
        return tensor;
    }

    /// The factor by which a layer's weights should be larger because of the nonlinearity that follows it.
    public static double calculateGain(Nonlinearity nonlinearity) {
        return calculateGain(nonlinearity, 0.01);
    }

    /// The factor by which a layer's weights should be larger because of the nonlinearity that follows it.
    ///
    /// @param negativeSlope of a leaky ReLU; other nonlinearities ignore it
    public static double calculateGain(Nonlinearity nonlinearity, double negativeSlope) {
        return switch (nonlinearity) {
            case LINEAR, SIGMOID -> 1.0;
            case TANH -> 5.0 / 3.0;
            case RELU -> Math.sqrt(2.0);
            case LEAKY_RELU -> Math.sqrt(2.0 / (1 + negativeSlope * negativeSlope));
            case SELU -> 3.0 / 4.0;
        };
    }

    private static <T extends Tensor> T uniformWithin(T tensor, double bound) {
        return uniform_(tensor, (float) -bound, (float) bound);
    }
}
