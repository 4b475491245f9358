package lanewise.engine.op;

import static lanewise.engine.simd.Lanes.LANES;
import static lanewise.engine.simd.Lanes.SPECIES;

import jdk.incubator.vector.FloatVector;

/// An element-wise operation that is constant between its steps: `dy/dx = 0`.
abstract class FlatOperation extends UnaryOperation {
    @Override
    public final boolean savesInput(int i) {
        return false;
    }

    @Override
    protected final void backward(
            float[] saved, int so, float[] dy, int dyo, float[] dx, int dxo, int length, boolean add) {
        if (!add) {
            for (int i = 0; i < length; i += LANES) {
                FloatVector.zero(SPECIES).intoArray(dx, dxo + i);
            }
        }
    }

    @Override
    protected boolean isPiecewiseLinear() {
        return true;
    }
}
