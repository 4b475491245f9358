package lanewise.engine.op;

/// How [Interpolate] finds the values between those that there are.
public enum Interpolation {
    /// The nearest one before: index `o·in/out`, rounded down. PyTorch's, whose choice is that of OpenCV.
    NEAREST(1),
    /// The nearest one, by the elements' centres.
    NEAREST_EXACT(1),
    /// On the straight line between two: linear, bilinear, trilinear.
    LINEAR(2),
    /// By the cubic convolution of four, with a = −3/4 (Keys 1981): bicubic.
    CUBIC(4);

    final int taps;

    Interpolation(int taps) {
        this.taps = taps;
    }
}
