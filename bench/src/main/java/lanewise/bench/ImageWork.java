package lanewise.bench;

import java.util.Arrays;
import lanewise.engine.Shape;
import lanewise.engine.op.AdaptiveAveragePool;
import lanewise.engine.op.AveragePool;
import lanewise.engine.op.ConstantPad;
import lanewise.engine.op.Interpolate;
import lanewise.engine.op.Interpolation;
import lanewise.engine.op.MaxPool;
import lanewise.engine.op.Operation;

/// What a network does with images beside convolutions: pooling, other sizes, padding; of 32 images of 16 channels
/// of 32 x 32. Each as the library has it, and as plain loops over a plane, forward and back.
public enum ImageWork {
    /// The greatest of windows of 2 x 2.
    MAX_POOL_2X2(16) {
        @Override
        Operation operation() {
            return new MaxPool(new int[] {2, 2}, new int[] {2, 2}, new int[2], new int[] {1, 1}, false);
        }

        @Override
        void plane(float[] x, int from, float[] y, int to) {
            for (int o = 0; o < out * out; o++) {
                y[to + o] = x[greatest(x, from, o)];
            }
        }

        @Override
        void planeBack(float[] x, int from, float[] dy, int to, float[] dx) {
            for (int o = 0; o < out * out; o++) {
                dx[greatest(x, from, o)] += dy[to + o];
            }
        }

        private int greatest(float[] x, int from, int o) {
            int at = from + o / out * 2 * SIZE + o % out * 2;
            int best = at;
            for (int k = 1; k < 4; k++) {
                int next = at + k / 2 * SIZE + k % 2;
                best = x[next] > x[best] ? next : best;
            }
            return best;
        }
    },

    /// The mean of windows of 2 x 2.
    AVERAGE_POOL_2X2(16) {
        @Override
        Operation operation() {
            return new AveragePool(new int[] {2, 2}, new int[] {2, 2}, new int[2], false, true, 0);
        }

        @Override
        void plane(float[] x, int from, float[] y, int to) {
            for (int o = 0; o < out * out; o++) {
                int at = from + o / out * 2 * SIZE + o % out * 2;
                y[to + o] = (x[at] + x[at + 1] + x[at + SIZE] + x[at + SIZE + 1]) / 4;
            }
        }

        @Override
        void planeBack(float[] x, int from, float[] dy, int to, float[] dx) {
            for (int i = 0; i < SIZE * SIZE; i++) {
                dx[from + i] = dy[to + i / SIZE / 2 * out + i % SIZE / 2] / 4;
            }
        }
    },

    /// The mean of each channel.
    ADAPTIVE_AVERAGE_POOL_1X1(1) {
        @Override
        Operation operation() {
            return new AdaptiveAveragePool(1, 1);
        }

        @Override
        void plane(float[] x, int from, float[] y, int to) {
            double sum = 0;
            for (int i = 0; i < SIZE * SIZE; i++) {
                sum += x[from + i];
            }
            y[to] = (float) (sum / (SIZE * SIZE));
        }

        @Override
        void planeBack(float[] x, int from, float[] dy, int to, float[] dx) {
            Arrays.fill(dx, from, from + SIZE * SIZE, dy[to] / (SIZE * SIZE));
        }
    },

    /// Each element as 2 x 2 of them.
    UPSAMPLE_NEAREST(64) {
        @Override
        Operation operation() {
            return new Interpolate(Interpolation.NEAREST, new int[] {out, out}, new double[2], false);
        }

        @Override
        void plane(float[] x, int from, float[] y, int to) {
            for (int o = 0; o < out * out; o++) {
                y[to + o] = x[from + o / out / 2 * SIZE + o % out / 2];
            }
        }

        @Override
        void planeBack(float[] x, int from, float[] dy, int to, float[] dx) {
            for (int o = 0; o < out * out; o++) {
                dx[from + o / out / 2 * SIZE + o % out / 2] += dy[to + o];
            }
        }
    },

    /// Twice as many in both dimensions, on the lines between their centres.
    UPSAMPLE_BILINEAR(64) {
        @Override
        Operation operation() {
            return new Interpolate(Interpolation.LINEAR, new int[] {out, out}, new double[2], false);
        }

        @Override
        void plane(float[] x, int from, float[] y, int to) {
            for (int o = 0; o < out * out; o++) {
                float sum = 0;
                for (int tap = 0; tap < 4; tap++) {
                    sum += weight(o, tap) * x[from + source(o, tap)];
                }
                y[to + o] = sum;
            }
        }

        @Override
        void planeBack(float[] x, int from, float[] dy, int to, float[] dx) {
            for (int o = 0; o < out * out; o++) {
                for (int tap = 0; tap < 4; tap++) {
                    dx[from + source(o, tap)] += weight(o, tap) * dy[to + o];
                }
            }
        }

        // One of the two lines and of the two columns around a place.
        private int source(int o, int tap) {
            return near(o / out, tap / 2) * SIZE + near(o % out, tap % 2);
        }

        private int near(int o, int second) {
            return Math.clamp(Math.floorDiv(o - 1, 2) + second, 0, SIZE - 1);
        }

        private float weight(int o, int tap) {
            return part(o / out, tap / 2) * part(o % out, tap % 2);
        }

        // The centre of an even place is three quarters of the way to the second, that of an odd one a quarter.
        private float part(int o, int second) {
            float toSecond = o % 2 == 0 ? 0.75f : 0.25f;
            return second == 1 ? toSecond : 1 - toSecond;
        }
    },

    /// A line of zeros on each side.
    PAD(34) {
        @Override
        Operation operation() {
            return new ConstantPad(0f, 1, 1, 1, 1);
        }

        @Override
        void plane(float[] x, int from, float[] y, int to) {
            for (int i = 0; i < SIZE * SIZE; i++) {
                y[to + (i / SIZE + 1) * out + i % SIZE + 1] = x[from + i];
            }
        }

        @Override
        void planeBack(float[] x, int from, float[] dy, int to, float[] dx) {
            for (int i = 0; i < SIZE * SIZE; i++) {
                dx[from + i] = dy[to + (i / SIZE + 1) * out + i % SIZE + 1];
            }
        }
    };

    /// Height and width of the images.
    static final int SIZE = 32;

    static final Shape IMAGES = Shape.of(32, 16, SIZE, SIZE);

    /// Height and width of the result.
    final int out;

    ImageWork(int out) {
        this.out = out;
    }

    /// The library's, which holds what its forward pass leaves behind.
    abstract Operation operation();

    /// Writes a plane of the result, which is 0 before.
    abstract void plane(float[] x, int from, float[] y, int to);

    /// Writes a plane of the images' gradient, which is 0 before.
    abstract void planeBack(float[] x, int from, float[] dy, int to, float[] dx);

    /// The result's shape.
    Shape result() {
        return Shape.of(IMAGES.dim(0), IMAGES.dim(1), out, out);
    }

    /// The result, or the gradient of the images.
    void loop(boolean backward, float[] x, float[] dy, float[] result) {
        Arrays.fill(result, 0f);
        for (int plane = 0; plane < IMAGES.dim(0) * IMAGES.dim(1); plane++) {
            int from = plane * SIZE * SIZE;
            int to = plane * out * out;
            if (backward) {
                planeBack(x, from, dy, to, result);
            } else {
                plane(x, from, result, to);
            }
        }
    }
}
