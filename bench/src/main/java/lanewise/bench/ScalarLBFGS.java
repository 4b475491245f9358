package lanewise.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/// L-BFGS without line search as plain loops, with the rules that end a step early left out.
final class ScalarLBFGS {
    /// A move, the change of the gradient that came of it, and what the two loops need.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Pair(float[] s, float[] y, double ro, double[] alpha) {}

    private final int iterations;
    private final int historySize;
    private final Deque<Pair> history = new ArrayDeque<>();
    private final float[] g;
    private final float[] last;
    private final float[] d;
    private double scale = 1;
    private double t;
    private boolean started;

    ScalarLBFGS(int length, int iterations, int historySize) {
        this.iterations = iterations;
        this.historySize = historySize;
        g = new float[length];
        last = new float[length];
        d = new float[length];
    }

    void step(float[] x, Bowl bowl) {
        bowl.at(x, g);
        for (int iteration = 1; iteration <= iterations; iteration++) {
            if (started) {
                remember();
            }
            turn();
            t = started ? 1 : Math.min(1, 1 / absoluteSum(g));
            started = true;
            System.arraycopy(g, 0, last, 0, g.length);
            add(t, d, x);
            if (iteration < iterations) {
                bowl.at(x, g);
            }
        }
    }

    private void remember() {
        float[] s = new float[d.length];
        float[] y = new float[d.length];
        for (int i = 0; i < d.length; i++) {
            s[i] = (float) t * d[i];
            y[i] = g[i] - last[i];
        }
        double curvature = dot(y, s);
        if (curvature > 1e-10) {
            if (history.size() == historySize) {
                history.removeFirst();
            }
            history.addLast(new Pair(s, y, 1 / curvature, new double[1]));
            scale = curvature / dot(y, y);
        }
    }

    private void turn() {
        for (int i = 0; i < d.length; i++) {
            d[i] = -g[i];
        }
        for (Iterator<Pair> latest = history.descendingIterator(); latest.hasNext(); ) {
            Pair pair = latest.next();
            pair.alpha[0] = dot(pair.s, d) * pair.ro;
            add(-pair.alpha[0], pair.y, d);
        }
        for (int i = 0; i < d.length; i++) {
            d[i] *= (float) scale;
        }
        for (Pair pair : history) {
            add(pair.alpha[0] - dot(pair.y, d) * pair.ro, pair.s, d);
        }
    }

    private static double dot(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static double absoluteSum(float[] a) {
        double sum = 0;
        for (float element : a) {
            sum += Math.abs(element);
        }
        return sum;
    }

    private static void add(double factor, float[] a, float[] b) {
        float f = (float) factor;
        for (int i = 0; i < a.length; i++) {
            b[i] += f * a[i];
        }
    }
}
