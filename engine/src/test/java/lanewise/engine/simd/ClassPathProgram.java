package lanewise.engine.simd;

import lanewise.engine.NDArray;
import lanewise.engine.Shape;

/// What [VectorModuleTest] starts.
public final class ClassPathProgram {
    private ClassPathProgram() {}

    /// Makes an array, which is where the vector module is needed first.
    public static void main(String... args) {
        NDArray ones = NDArray.full(Shape.of(3), 1f);
        System.out.println("sum of three: " + (ones.get(0) + ones.get(1) + ones.get(2)));
    }
}
