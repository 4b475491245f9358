package lanewise.nn;

import java.util.Arrays;
import java.util.Locale;
import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;
import lanewise.nn.functional.InterpolateOptions;

/// Brings `[n, c, ...]` to another size in its last 1 to 3 dimensions. See [lanewise.engine.op.Interpolate].
public final class Upsample extends Layer {
    private final InterpolateOptions options;

    /// As the options say.
    public Upsample(InterpolateOptions options) {
        this.options = options;
    }

    @Override
    public Tensor forward(Tensor input) {
        return Functional.interpolate(input, options);
    }

    @Override
    protected String extraRepr() {
        return repr(options);
    }

    /// `scale_factor=2.0, mode='nearest'`
    static String repr(InterpolateOptions options) {
        int[] size = options.size();
        double[] scale = options.scaleFactor();
        String what;
        if (size != null) {
            what = "size=" + (size.length == 1 ? String.valueOf(size[0]) : tuple(Arrays.toString(size)));
        } else {
            double[] factors = scale == null ? new double[0] : scale;
            what = "scale_factor="
                    + (factors.length == 1 ? String.valueOf(factors[0]) : tuple(Arrays.toString(factors)));
        }
        return what + ", mode='"
                + options.mode().name().toLowerCase(Locale.ROOT).replace('_', '-') + "'";
    }

    private static String tuple(String list) {
        return "(" + list.substring(1, list.length() - 1) + ")";
    }
}
