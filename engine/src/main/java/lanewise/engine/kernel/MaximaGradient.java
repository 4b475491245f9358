package lanewise.engine.kernel;

import lanewise.engine.parallel.RangeTask;
import lanewise.engine.parallel.Workers;

/// The gradient of [MaxPooling]: `dx[plane, index] += dy` for each window. The threads divide the channels.
public final class MaximaGradient implements RangeTask {
    private final int outputs;
    private final int inputs;
    private final long[] indices;
    private final int indicesAt;
    private final float[] dy;
    private final int dyAt;
    private final float[] dx;
    private final int dxAt;

    private MaximaGradient(
            int outputs, int inputs, long[] indices, int indicesAt, float[] dy, int dyAt, float[] dx, int dxAt) {
        this.outputs = outputs;
        this.inputs = inputs;
        this.indices = indices;
        this.indicesAt = indicesAt;
        this.dy = dy;
        this.dyAt = dyAt;
        this.dx = dx;
        this.dxAt = dxAt;
    }

    /// Adds `dy [planes, outputs]` to the elements of `dx [planes, inputs]` that its indices name.
    public static void run(
            int planes,
            int outputs,
            int inputs,
            long[] indices,
            int indicesAt,
            float[] dy,
            int dyAt,
            float[] dx,
            int dxAt) {
        var task = new MaximaGradient(outputs, inputs, indices, indicesAt, dy, dyAt, dx, dxAt);
        Workers.run(planes, PoolWindows.grain(inputs, outputs), task);
    }

    @Override
    public void run(int from, int to) {
        for (int plane = from; plane < to; plane++) {
            int target = dxAt + plane * inputs;
            for (int o = plane * outputs; o < (plane + 1) * outputs; o++) {
                dx[target + (int) indices[indicesAt + o]] += dy[dyAt + o];
            }
        }
    }
}
