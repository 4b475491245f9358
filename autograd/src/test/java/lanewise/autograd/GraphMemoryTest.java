package lanewise.autograd;

import static lanewise.autograd.BackwardTest.leaf;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.ref.WeakReference;
import lanewise.engine.NDArray;
import lanewise.engine.Workspace;
import org.junit.jupiter.api.Test;

/// What the graph holds on to, and what a recorded step costs.
class GraphMemoryTest {
    @Test
    void onlySavedValuesAreHeld() {
        Tensor x = leaf(1, 2);
        Tensor middle = x.add(1);
        WeakReference<NDArray> notSaved = new WeakReference<>(middle.array());
        Tensor y = middle.add(2).sum();
        middle = x;
        assertThat(isCollected(notSaved)).isTrue();
        y.backward();
        assertThat(middle.grad()).isNotNull();
    }

    @Test
    void savedValuesAreHeldUntilTheBackwardPass() {
        Tensor x = leaf(1, 2);
        Tensor y = x.add(1);
        WeakReference<NDArray> saved = new WeakReference<>(y.array());
        Tensor z = y.square().sum();
        y = x;
        System.gc();
        assertThat(saved.get()).isNotNull();
        z.backward();
        assertThat(isCollected(saved))
                .as("freed although the root is still there: %s", z)
                .isTrue();
        assertThat(y.grad()).isNotNull();
    }

    @Test
    void nothingHoldsADroppedGraph() {
        Tensor x = leaf(1, 2);
        WeakReference<Tensor> root = new WeakReference<>(x.square().sum());
        assertThat(isCollected(root)).isTrue();
        assertThat(x.requiresGrad()).isTrue();
    }

    /// Handles only: the layouts, the tensors and the nodes. The buffers, of 40 KB each, come from the workspace.
    @Test
    void aStepInAWorkspaceAllocatesHandlesOnly() throws ReflectiveOperationException {
        Tensor x = Tensor.ones(100, 100);
        Tensor w = Tensor.ones(100, 100).requiresGrad_(true);
        long perStep = Long.MAX_VALUE;
        // the compiler comes when it comes, and until then every vector is an object
        for (int round = 0; round < 100 && perStep > 4_000; round++) {
            for (int i = 0; i < 2_000; i++) {
                step(x, w, 1);
            }
            long before = allocatedBytes();
            for (int i = 0; i < 100; i++) {
                step(x, w, 1);
            }
            perStep = (allocatedBytes() - before) / 100;
        }
        assertThat(perStep).isBetween(100L, 4_000L);
    }

    private static void step(Tensor x, Tensor w, int rows) {
        try (Workspace _ = Workspace.open()) {
            w.setGrad(null);
            x.narrow(0, 0, rows).mul(w).relu().sum().backward();
        }
    }

    private static boolean isCollected(WeakReference<?> reference) {
        for (int i = 0; i < 20 && reference.get() != null; i++) {
            System.gc();
        }
        return reference.get() == null;
    }

    /// By reflection, since the module under test does not read `jdk.management`.
    static long allocatedBytes() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        return (long) Class.forName("com.sun.management.ThreadMXBean")
                .getMethod("getCurrentThreadAllocatedBytes")
                .invoke(threads);
    }
}
