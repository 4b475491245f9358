package lanewise.engine.op;

import static lanewise.engine.kernel.Accumulate.put;
import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.load;
import static lanewise.engine.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;

/// `y = a + b`, broadcast.
///
///     ∂y/∂a = ∂y/∂b = 1
public final class Add extends BinaryOperation {
    /// The one instance: it has no options.
    public static final Add ADD = new Add();

    private Add() {}

    @Override
    public String name() {
        return "add";
    }

    @Override
    public boolean savesInput(int i) {
        return false;
    }

    @Override
    protected boolean passesThrough(int input) {
        return true;
    }

    @Override
    protected void forward(float[] a, int ao, float[] b, int bo, float[] y, int yo, int length) {
        for (int i = 0; i < length; i += LANES) {
            store(value(load(a, ao + i), load(b, bo + i)), y, yo + i);
        }
    }

    @Override
    protected void backwardFirst(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            put(gradientOfA(load(dy, dyo + i)), dx, dxo + i, add);
        }
    }

    @Override
    protected void backwardSecond(
            float[] a, int ao, float[] b, int bo, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        for (int i = 0; i < length; i += LANES) {
            put(gradientOfB(load(dy, dyo + i)), dx, dxo + i, add);
        }
    }

    private static FloatVector value(FloatVector a, FloatVector b) {
        return a.add(b);
    }

    private static FloatVector gradientOfA(FloatVector dy) {
        return dy;
    }

    private static FloatVector gradientOfB(FloatVector dy) {
        return dy;
    }
}
