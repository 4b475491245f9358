package lanewise.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// An array in the middle of a longer memory that is NaN around it, so that a test sees who writes beside it (and,
/// by a NaN in the result, who counts in what lies beside it).
public final class GuardedArray {
    private static final int GUARD = 64;
    private static final int SENTINEL = Float.floatToRawIntBits(Float.NaN) | 0x1234;

    private final NDArray array;
    private final float[] before;

    private GuardedArray(NDArray array) {
        this.array = array;
        this.before = array.toArray();
    }

    /// With these elements, row-major.
    public static GuardedArray of(Shape shape, float... elements) {
        NDArray memory = NDArray.full(Shape.of(elements.length + 2 * GUARD), Float.intBitsToFloat(SENTINEL));
        System.arraycopy(elements, 0, memory.data(), GUARD, elements.length);
        var run = memory.view(memory.layout().narrow(0, GUARD, elements.length));
        var layout = run.layout().reshape(shape.toArray());
        if (layout == null) {
            throw new AssertionError("a run of elements has a view of every shape");
        }
        return new GuardedArray(run.view(layout));
    }

    /// The array.
    public NDArray array() {
        return array;
    }

    /// Fails if anything was written beside the array.
    public void assertSurroundingsUntouched() {
        float[] data = array.data();
        for (int i = 0; i < GUARD; i++) {
            assertThat(Float.floatToRawIntBits(data[i]))
                    .as("guard %d before", i)
                    .isEqualTo(SENTINEL);
            int behind = GUARD + before.length + i;
            assertThat(Float.floatToRawIntBits(data[behind]))
                    .as("guard %d behind", i)
                    .isEqualTo(SENTINEL);
        }
    }

    /// Fails if anything was written to the array or beside it.
    public void assertUntouched() {
        assertSurroundingsUntouched();
        assertThat(array.toArray()).as("an input that is only read").containsExactly(before);
    }
}
