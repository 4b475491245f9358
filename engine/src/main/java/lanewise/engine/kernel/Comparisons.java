package lanewise.engine.kernel;

/// Comparisons of floats at a stride, into a run of truth values. A comparison with NaN is false, except `!=`.
public final class Comparisons {
    private Comparisons() {}

    /// `for i in [0, length): y[yo + i] = a[ao + i·aStep] < b[bo + i·bStep]`
    public static void lt(float[] a, int ao, int aStep, float[] b, int bo, int bStep, boolean[] y, int yo, int length) {
        for (int i = 0; i < length; i++) {
            y[yo + i] = a[ao + i * aStep] < b[bo + i * bStep];
        }
    }

    /// `for i in [0, length): y[yo + i] = a[ao + i·aStep] <= b[bo + i·bStep]`
    public static void le(float[] a, int ao, int aStep, float[] b, int bo, int bStep, boolean[] y, int yo, int length) {
        for (int i = 0; i < length; i++) {
            y[yo + i] = a[ao + i * aStep] <= b[bo + i * bStep];
        }
    }

    /// `for i in [0, length): y[yo + i] = a[ao + i·aStep] > b[bo + i·bStep]`
    public static void gt(float[] a, int ao, int aStep, float[] b, int bo, int bStep, boolean[] y, int yo, int length) {
        for (int i = 0; i < length; i++) {
            y[yo + i] = a[ao + i * aStep] > b[bo + i * bStep];
        }
    }

    /// `for i in [0, length): y[yo + i] = a[ao + i·aStep] >= b[bo + i·bStep]`
    public static void ge(float[] a, int ao, int aStep, float[] b, int bo, int bStep, boolean[] y, int yo, int length) {
        for (int i = 0; i < length; i++) {
            y[yo + i] = a[ao + i * aStep] >= b[bo + i * bStep];
        }
    }

    /// `for i in [0, length): y[yo + i] = a[ao + i·aStep] == b[bo + i·bStep]`
    public static void eq(float[] a, int ao, int aStep, float[] b, int bo, int bStep, boolean[] y, int yo, int length) {
        for (int i = 0; i < length; i++) {
            y[yo + i] = a[ao + i * aStep] == b[bo + i * bStep];
        }
    }

    /// `for i in [0, length): y[yo + i] = a[ao + i·aStep] != b[bo + i·bStep]`
    public static void ne(float[] a, int ao, int aStep, float[] b, int bo, int bStep, boolean[] y, int yo, int length) {
        for (int i = 0; i < length; i++) {
            y[yo + i] = a[ao + i * aStep] != b[bo + i * bStep];
        }
    }
}
