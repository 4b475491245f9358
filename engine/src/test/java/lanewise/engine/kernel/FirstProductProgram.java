package lanewise.engine.kernel;

import lanewise.engine.simd.Lanes;

/// What [GemmWarmUpTest] starts.
public final class FirstProductProgram {
    private FirstProductProgram() {}

    /// Multiplies two matrices, waits until a packing loop is compiled, and says whether the tile was so before.
    public static void main(String... args) throws InterruptedException {
        int size = 64;
        float[] a = new float[size * size + Lanes.PADDING];
        float[] c = new float[size * size + Lanes.PADDING];
        Gemm.run(size, size, size, a, 0, size, 1, a, 0, 1, size, c, 0, size, false);
        while (!Transposition.isFast() && !GemmPacking.isFast()) {
            Thread.sleep(1);
        }
        System.out.println("tile first: " + (GemmTile.WARM_UP.isDone() || !Lanes.HAS_FMA));
    }
}
