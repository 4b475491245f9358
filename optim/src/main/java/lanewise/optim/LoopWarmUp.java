package lanewise.optim;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.simd.Lanes;
import org.jspecify.annotations.Nullable;

/// Steps a small parameter of its own, on a thread of its own, until the compiler has the loop of its rule.
///
/// Uncompiled, each vector operation is a chain of calls that puts its result on the heap: a step of a hundred
/// thousand parameters takes 80 ms instead of 50 µs, and the compiler is busy with that chain instead of the loop.
/// So the first step of each kind of options waits here: the compiler asks for 15,000 turns of a loop, and gets
/// them while the first forward and backward passes run. A loop with a scalar twin does without; see
/// [lanewise.engine.simd.WarmUp].
final class LoopWarmUp<O extends OptimizerOptions<O>> extends Thread {
    /// The loop's length in vectors. The compiler's thresholds (600 calls, together 15,000 times round the loop)
    /// are reached at the same time, and no loop is compiled on its own before (40,000 times round).
    private static final int VECTORS = 24;

    /// A step takes below 1 µs compiled, 100 µs before.
    private static final long COMPILED_NANOS = 8_000;

    /// After so many steps the compiler has begun; a virtual machine that only interprets never does.
    private static final int CALLS = 1_500;

    /// So long the compiler may take from there on.
    private static final int PATIENCE_MILLIS = 300;

    /// So many elements of parameters that some uncompiled steps take longer than the warm-up.
    private static final int WORTH_IT = 1 << 12;

    private static final Set<Class<?>> STARTED = ConcurrentHashMap.newKeySet();

    private final O options;
    private final ParameterState<O> state;

    private LoopWarmUp(O options) {
        super("lanewise-optimizer-warm-up");
        setDaemon(true);
        this.options = options;
        Shape shape = Shape.of(VECTORS * Lanes.LANES);
        Tensor parameter = new Parameter(Tensor.of(NDArray.zerosKept(shape)));
        parameter.setGrad(Tensor.of(NDArray.zerosKept(shape)));
        state = options.newState(parameter);
        state.prepare(options);
    }

    /// Starts the first warm-up for this kind of options if these states have a loop, and enough work that it pays.
    /// Null otherwise.
    static <O extends OptimizerOptions<O>> @Nullable LoopWarmUp<O> start(O options, List<ParameterState<O>> states) {
        long elements = 0;
        for (ParameterState<O> state : states) {
            boolean waits = state instanceof FusedState<O> fused && !fused.hasScalarTwin(options);
            elements += waits ? state.parameter().elements() : 0;
        }
        if (Lanes.EMULATED || elements < WORTH_IT || !STARTED.add(options.getClass())) {
            return null;
        }
        LoopWarmUp<O> warmUp = new LoopWarmUp<>(options);
        warmUp.start();
        return warmUp;
    }

    /// Waits until the loop is compiled.
    void await() {
        try {
            join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void run() {
        long end = Long.MAX_VALUE;
        for (int call = 0, fast = 0; fast < 3 && System.nanoTime() < end; call++) {
            long start = System.nanoTime();
            state.step(options);
            fast = System.nanoTime() - start < COMPILED_NANOS ? fast + 1 : 0;
            if (call == CALLS) {
                end = System.nanoTime() + PATIENCE_MILLIS * 1_000_000L;
            }
        }
    }
}
