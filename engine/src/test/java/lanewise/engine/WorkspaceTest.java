package lanewise.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WorkspaceTest {
    private static final Shape SHAPE = Shape.of(100, 10);

    @Test
    void theNextWorkspaceGetsTheSameBuffers() {
        float[] first;
        long[] firstLongs;
        try (Workspace _ = Workspace.open()) {
            first = NDArray.empty(SHAPE).data();
            firstLongs = LongArray.empty(SHAPE).data();
        }
        try (Workspace _ = Workspace.open()) {
            assertThat(NDArray.empty(SHAPE).data()).isSameAs(first);
            assertThat(LongArray.empty(SHAPE).data()).isSameAs(firstLongs);
            assertThat(NDArray.empty(SHAPE).data()).isNotSameAs(first);
        }
    }

    @Test
    void anArrayUsedAfterwardsSaysWhy() {
        NDArray array;
        NDArray view;
        try (Workspace _ = Workspace.open()) {
            array = NDArray.zeros(SHAPE);
            view = array.view(array.layout().transpose(0, 1));
        }
        assertThatThrownBy(array::toArray)
                .isInstanceOf(ClosedWorkspaceException.class)
                .hasMessageContaining("keep() what must outlive the workspace");
        assertThatThrownBy(() -> view.get(0, 0)).isInstanceOf(ClosedWorkspaceException.class);
        assertThatThrownBy(array::keep).isInstanceOf(ClosedWorkspaceException.class);
    }

    @Test
    void whatIsKeptLivesOn() {
        NDArray kept;
        float[] memory;
        try (Workspace _ = Workspace.open()) {
            kept = NDArray.full(SHAPE, 3f).keep();
            memory = kept.data();
        }
        try (Workspace _ = Workspace.open()) {
            assertThat(NDArray.empty(SHAPE).data()).isNotSameAs(memory);
        }
        assertThat(kept.toArray()).containsOnly(3f);
    }

    @Test
    void zerosAreZeroInRecycledMemoryToo() {
        try (Workspace _ = Workspace.open()) {
            NDArray.full(SHAPE, 7f);
        }
        try (Workspace _ = Workspace.open()) {
            assertThat(NDArray.zeros(SHAPE).toArray()).containsOnly(0f);
        }
    }

    @Test
    void recycledMemoryIsPoisonedUnderTest() {
        try (Workspace _ = Workspace.open()) {
            NDArray.full(SHAPE, 7f);
        }
        try (Workspace _ = Workspace.open()) {
            assertThat(NDArray.empty(SHAPE).toArray())
                    .as("-Dlanewise.poison is part of the test run")
                    .containsOnly(Float.NaN);
        }
    }

    @Test
    void innerWorkspacesReturnTheirOwn() {
        try (Workspace _ = Workspace.open()) {
            NDArray ofOuter = NDArray.full(SHAPE, 1f);
            NDArray ofInner;
            try (Workspace _ = Workspace.open()) {
                ofInner = NDArray.full(SHAPE, 2f);
            }
            assertThat(ofOuter.toArray()).containsOnly(1f);
            assertThatThrownBy(ofInner::toArray).isInstanceOf(ClosedWorkspaceException.class);
        }
    }

    @Test
    void closesInnermostFirst() {
        Workspace outer = Workspace.open();
        Workspace inner = Workspace.open();
        assertThatThrownBy(outer::close)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("innermost first");
        inner.close();
        inner.close();
        outer.close();
    }

    @Test
    void belongsToOneThread() throws InterruptedException {
        try (Workspace _ = Workspace.open()) {
            boolean[] elsewhere = {true};
            Thread other = new Thread(
                    () -> elsewhere[0] = NDArray.empty(SHAPE).storage().inWorkspace());
            other.start();
            other.join();
            assertThat(elsewhere[0]).isFalse();
            assertThat(NDArray.empty(SHAPE).storage().inWorkspace()).isTrue();
        }
    }

    @Test
    void capacitiesAreEnoughAndWasteLittle() {
        for (int length = 1; length < 100_000; length++) {
            int capacity = BufferPool.capacity(BufferPool.sizeClass(length));
            assertThat(capacity).isGreaterThanOrEqualTo(length).isLessThanOrEqualTo(Math.max(8, length + length / 8));
            assertThat(BufferPool.sizeClass(capacity)).isEqualTo(BufferPool.sizeClass(length));
        }
    }

    @Test
    void theLargestLengthsHaveAClass() {
        int largest = BufferPool.padded(Integer.MAX_VALUE - 1024);
        assertThat(BufferPool.capacity(BufferPool.sizeClass(largest))).isGreaterThanOrEqualTo(largest);
    }
}
