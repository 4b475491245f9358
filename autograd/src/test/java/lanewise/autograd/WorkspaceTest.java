package lanewise.autograd;

import static lanewise.autograd.BackwardTest.grad;
import static lanewise.autograd.BackwardTest.gradient;
import static lanewise.autograd.BackwardTest.leaf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import lanewise.engine.ClosedWorkspaceException;
import lanewise.engine.Generator;
import lanewise.engine.Intermediates;
import lanewise.engine.NDArray;
import lanewise.engine.Workspace;
import org.junit.jupiter.api.Test;

/// Training steps whose memory comes back. With `-Dlanewise.poison=true` memory that came back is NaN.
class WorkspaceTest {
    @Test
    void gradientsOfLeavesLiveOn() {
        Tensor x = leaf(1, 2);
        try (Workspace _ = Workspace.open()) {
            x.square().sum().backward();
        }
        assertThat(gradient(x)).containsExactly(2, 4);
        try (Workspace _ = Workspace.open()) {
            x.square().sum().backward();
        }
        assertThat(gradient(x)).containsExactly(4, 8);
    }

    @Test
    void stepsInWorkspacesComputeWhatStepsOutsideDo() {
        float[] outside = trained(false);
        float[] inside = trained(true);
        assertThat(inside).containsExactly(outside);
        assertThat(outside).doesNotContain(Float.NaN);
    }

    private static float[] trained(boolean workspace) {
        Generator random = new Generator(3);
        Tensor x = Tensor.zeros(9, 6);
        Tensor w = Tensor.zeros(6, 5);
        random.fillNormal(x.array(), 0, 1);
        random.fillNormal(w.array(), 0, 1);
        w.requiresGrad_(true);
        for (int step = 0; step < 5; step++) {
            if (workspace) {
                try (Workspace _ = Workspace.open()) {
                    step(x, w);
                }
            } else {
                step(x, w);
            }
        }
        return w.toArray();
    }

    private static void step(Tensor x, Tensor w) {
        w.setGrad(null);
        Tensor y = x.mm(w).relu();
        y.mul(y).add(w.sum()).mean().backward();
        try (GradMode _ = GradMode.noGrad()) {
            w.sub_(grad(w).mul(0.1f));
        }
    }

    @Test
    void aTensorOfAClosedWorkspaceSaysSo() {
        Tensor y;
        try (Workspace _ = Workspace.open()) {
            y = Tensor.of(1, 2).mul(3);
        }
        assertThatThrownBy(y::toArray)
                .isInstanceOf(ClosedWorkspaceException.class)
                .hasMessageContaining("keep()");
        assertThatThrownBy(() -> y.add(1)).isInstanceOf(ClosedWorkspaceException.class);
    }

    @Test
    void aGraphOfAClosedWorkspaceSaysSo() {
        Tensor x = leaf(1, 2);
        Tensor z;
        try (Workspace _ = Workspace.open()) {
            z = x.exp().mul(2).sum().keep();
        }
        assertThat(z.item()).isPositive();
        assertThatThrownBy(z::backward).isInstanceOf(ClosedWorkspaceException.class);
        assertThat(x.grad()).isNull();
    }

    @Test
    void whatIsKeptLivesOn() {
        Tensor x = leaf(1, 2);
        Tensor state = Tensor.of(1, 1);
        for (int i = 0; i < 3; i++) {
            try (Workspace _ = Workspace.open()) {
                Tensor next = state.mul(x);
                next.sum().backward();
                state = next.detach().keep();
            }
        }
        assertThat(state.toArray()).containsExactly(1, 8);
        assertThat(gradient(x)).containsExactly(3, 1 + 2 + 4);
        Tensor same = Tensor.of(5);
        assertThat(same.keep()).isSameAs(same);
    }

    @Test
    void aRetainedGradientBelongsToTheWorkspaceUntilKept() {
        Tensor x = leaf(1, 2);
        Tensor y;
        try (Workspace _ = Workspace.open()) {
            y = x.mul(2);
            y.retainGrad();
            y.square().sum().backward();
            grad(y).keep();
        }
        assertThat(gradient(y)).containsExactly(4, 8);
    }

    @Test
    void aLeafMadeInsideKeepsItsGradientOutside() {
        Tensor grad;
        try (Workspace _ = Workspace.open()) {
            Tensor x = leaf(1, 2);
            x.mul(3).sum().backward();
            grad = grad(x);
        }
        assertThat(grad.toArray()).containsExactly(3, 3);
    }

    /// The gradients of a chain need two buffers, whatever its length.
    @Test
    void aGradientGoesBackWhenItHasBeenPassedOn() throws ReflectiveOperationException {
        int links = 16;
        int megabyte = 1 << 18;
        Tensor x = Tensor.ones(megabyte).requiresGrad_(true);
        long allocated = Long.MAX_VALUE;
        // the compiler comes when it comes, and until then every vector is an object
        for (int round = 0; round < 200 && allocated > (links + 5) * 4L * megabyte; round++) {
            Workspace.trim();
            long before = GraphMemoryTest.allocatedBytes();
            try (Workspace _ = Workspace.open()) {
                Tensor y = x;
                for (int i = 0; i < links; i++) {
                    y = y.mul(1.25f);
                }
                y.sum().backward();
            }
            allocated = GraphMemoryTest.allocatedBytes() - before;
        }
        assertThat(allocated).isBetween(links * 4L * megabyte, (links + 5) * 4L * megabyte);
    }

    /// A gradient that several sums borrow, and one that is borrowed and then added to.
    @Test
    void aGradientThatIsPassedToSeveralGoesBackBehindTheLast() {
        float[] outside = branched();
        float[] inside;
        try (Workspace _ = Workspace.open()) {
            inside = branched();
        }
        assertThat(inside).containsExactly(outside);
        assertThat(outside).doesNotContain(Float.NaN);
    }

    /// `a` and `b` borrow the gradient of their sum, `a` gets a second one; views borrow it again.
    private static float[] branched() {
        Tensor x = leaf(1, 2, 3, 4, 5, 6);
        Tensor a = x.square();
        Tensor b = x.mul(3f);
        Tensor sum = a.add(b);
        Tensor turned = sum.view(2, 3).t().add(a.view(3, 2)).sub(b.view(3, 2));
        turned.square().sum().backward();
        return gradient(x);
    }

    @Test
    void aGradientThatAHookHasSeenStays() {
        Tensor x = leaf(1, 2);
        Tensor[] seen = new Tensor[1];
        try (Workspace _ = Workspace.open()) {
            Tensor y = x.mul(2f);
            y.registerHook(gradient -> {
                seen[0] = gradient;
                return null;
            });
            y.square().mul(3f).sum().backward();
            assertThat(seen[0].toArray()).containsExactly(12, 24);
        }
    }

    /// What a node has saved goes back when a backward pass that frees the graph has gone through it.
    @Test
    void anIntermediateGoesBackBehindTheBackwardPassThatNeedsIt() {
        Tensor x = leaf(1, 2);
        try (Workspace _ = Workspace.open()) {
            Tensor saved;
            Tensor unused;
            Tensor y;
            try (Intermediates inner = Intermediates.open()) {
                unused = x.add(1f);
                saved = x.mul(3f);
                y = saved.square().mul(0.5f).sum().resultOf(inner);
            }
            assertThatThrownBy(unused::toArray).isInstanceOf(ClosedWorkspaceException.class);
            assertThat(saved.toArray()).containsExactly(3, 6);
            y.backward(true);
            assertThat(saved.toArray()).containsExactly(3, 6);
            y.backward();
            assertThatThrownBy(saved::toArray).isInstanceOf(ClosedWorkspaceException.class);
            assertThat(y.item()).isEqualTo(22.5f);
        }
        assertThat(gradient(x)).containsExactly(18, 36);
    }

    @Test
    void aTensorWhoseArrayWasAskedForStays() {
        Tensor x = leaf(1, 2);
        try (Workspace _ = Workspace.open()) {
            Tensor seen;
            NDArray array;
            Tensor y;
            try (Intermediates inner = Intermediates.open()) {
                seen = x.mul(3f);
                array = seen.array();
                y = seen.square().sum().resultOf(inner);
            }
            y.backward();
            assertThat(array.toArray()).containsExactly(3, 6);
        }
    }

    @Test
    void aViewOfAnIntermediateKeepsItsMemory() {
        Tensor x = leaf(1, 2, 3, 4);
        try (Workspace _ = Workspace.open()) {
            Tensor y;
            try (Intermediates inner = Intermediates.open()) {
                y = x.mul(3f).view(2, 2).t().resultOf(inner);
            }
            assertThat(y.toArray()).containsExactly(3, 9, 6, 12);
            y.sum().backward();
            assertThat(y.toArray()).containsExactly(3, 9, 6, 12);
        }
    }

    /// A function of the user's may keep what it is given.
    @Test
    void whatAFunctionHasSeenStays() {
        Tensor x = leaf(1, 2);
        Tensor[] seen = new Tensor[1];
        Function keeping = new Function() {
            @Override
            public String name() {
                return "keeping";
            }

            @Override
            protected Tensor forward(Context context, Tensor... inputs) {
                seen[0] = inputs[0];
                return inputs[0].mul(2f);
            }

            @Override
            protected Tensor[] backward(Context context, Tensor outputGradient) {
                return new Tensor[] {outputGradient.mul(2f)};
            }
        };
        try (Workspace _ = Workspace.open();
                GradMode _ = GradMode.noGrad()) {
            Tensor y;
            try (Intermediates inner = Intermediates.open()) {
                y = keeping.apply(x.mul(3f)).add(1f).resultOf(inner);
            }
            assertThat(y.toArray()).containsExactly(7, 13);
            assertThat(seen[0].toArray()).containsExactly(3, 6);
        }
    }

    @Test
    void whatWasPassedOnGoesBackAtOnceUnlessItIsTheSameMemory() {
        Tensor x = leaf(1, 2);
        try (Workspace _ = Workspace.open();
                GradMode _ = GradMode.noGrad()) {
            Tensor y;
            try (Intermediates inner = Intermediates.open()) {
                Tensor first = x.mul(3f);
                Tensor view = first.unsqueeze(0);
                first.passedOnTo(view);
                Tensor second = view.add(1f);
                view.passedOnTo(second);
                assertThatThrownBy(first::toArray).isInstanceOf(ClosedWorkspaceException.class);
                y = second.resultOf(inner);
            }
            assertThat(y.toArray()).containsExactly(4, 7);
        }
    }

    @Test
    void aRetainedGradientStays() {
        Tensor x = leaf(1, 2);
        try (Workspace _ = Workspace.open()) {
            Tensor y = x.mul(2f);
            y.retainGrad();
            y.square().mul(3f).sum().backward();
            assertThat(gradient(y)).containsExactly(12, 24);
        }
    }
}
