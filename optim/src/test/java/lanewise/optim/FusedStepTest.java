package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lanewise.autograd.Tensor;
import lanewise.engine.ClosedWorkspaceException;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.Threads;
import lanewise.engine.Workspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// Parameters of all lengths in one optimizer go the ways that they go in optimizers of their own.
class FusedStepTest {
    static final List<OptimizerOptions<?>> RULES = AllRules.OPTIONS;

    /// Empty, shorter than a vector, whole vectors, ragged, and long enough for several threads.
    private static final int[] LENGTHS = {0, 1, 3, 16, 100, 100, 33, 5_000, 70_001, 64, 7, 100};

    private final int threads = Threads.get();

    @AfterEach
    void restoreThreads() {
        Threads.set(threads);
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void manyParametersAreSteppedAsEachByItself(OptimizerOptions<?> options) {
        for (int count = 1; count <= 3; count++) {
            Threads.set(count);
            List<Tensor> together = parameters();
            List<Tensor> apart = parameters();
            Optimizer<?> one = Rules.optimizer(together, options);
            List<Optimizer<?>> many = new ArrayList<>();
            for (Tensor parameter : apart) {
                many.add(Rules.optimizer(List.of(parameter), options));
            }
            for (int step = 0; step < 6; step++) {
                setGradients(together, step);
                setGradients(apart, step);
                one.step();
                many.forEach(Optimizer::step);
            }
            for (int i = 0; i < LENGTHS.length; i++) {
                assertThat(together.get(i).toArray())
                        .as("parameter %d", i)
                        .isEqualTo(apart.get(i).toArray());
            }
        }
    }

    /// All have gradients in steps 0, 3 and 4; in the others some have none, so that not all have made as many
    /// steps.
    private static void setGradients(List<Tensor> parameters, int step) {
        var random = new Random(step);
        for (int i = 0; i < parameters.size(); i++) {
            boolean present = step % 5 == 0 || step % 5 > 2 || (i + step) % 3 != 0;
            Tensor gradient = Tensor.of(Rules.normal(random, LENGTHS[i]));
            parameters.get(i).setGrad(present ? gradient : null);
        }
    }

    private static List<Tensor> parameters() {
        var random = new Random(1);
        List<Tensor> parameters = new ArrayList<>();
        for (int length : LENGTHS) {
            parameters.add(Rules.parameter(Shape.of(length), Rules.normal(random, length)));
        }
        return parameters;
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void whatLiesAroundAViewIsNotTouched(OptimizerOptions<?> options) {
        Tensor memory = Tensor.ones(40);
        Tensor p = Tensor.of(memory.array().view(memory.array().layout().narrow(0, 11, 13)))
                .requiresGrad_(true);
        Tensor alone = Rules.parameter(Tensor.ones(13).toArray());
        for (Tensor parameter : List.of(p, alone)) {
            parameter.setGrad(Tensor.of(Rules.normal(new Random(2), 13)));
            Optimizer<?> optimizer = Rules.optimizer(List.of(parameter), options);
            optimizer.step();
            optimizer.step();
        }
        assertThat(p.toArray()).isEqualTo(alone.toArray());
        for (int i = 0; i < 40; i++) {
            if (i < 11 || i >= 24) {
                assertThat(memory.array().get(i)).isEqualTo(1f);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("RULES")
    void aGradientMayBeStrided(OptimizerOptions<?> options) {
        Tensor gradient = Tensor.of(Rules.normal(new Random(3), 60)).reshape(12, 5);
        Tensor strided = Rules.parameter(Shape.of(5, 12), Rules.normal(new Random(4), 60));
        Tensor plain = Rules.parameter(Shape.of(5, 12), strided.toArray());
        strided.setGrad(gradient.transpose(0, 1));
        plain.setGrad(gradient.transpose(0, 1).contiguous());
        Rules.optimizer(List.of(strided), options).step();
        Rules.optimizer(List.of(plain), options).step();
        assertThat(strided.toArray()).isEqualTo(plain.toArray());
    }

    /// A short gradient is remembered; another one in its place is noticed, and so is a write into it.
    @Test
    void eachStepTakesThePresentGradient() {
        Tensor p = Rules.parameter(1, 1);
        var optimizer = new SGD(List.of(p), 1);
        Tensor gradient = Tensor.of(1, 2);
        p.setGrad(gradient);
        optimizer.step();
        gradient.array().fill(3);
        optimizer.step();
        p.setGrad(Tensor.of(5, 6));
        optimizer.step();
        p.setGrad(null);
        optimizer.step();
        assertThat(p.toArray()).containsExactly(1 - 1 - 3 - 5, 1 - 2 - 3 - 6);
    }

    @Test
    void everyParameterThatMovedHasANewVersion() {
        List<Tensor> parameters =
                List.of(Rules.parameter(1, 2), Rules.parameter(3), Rules.parameter(new float[70_000]));
        int[] before =
                parameters.stream().mapToInt(p -> p.array().storage().version()).toArray();
        parameters.get(0).setGrad(Tensor.of(1, 1));
        parameters.get(2).setGrad(Tensor.zeros(70_000));
        Threads.set(2);
        new Adam(parameters).step();
        for (int i = 0; i < 3; i++) {
            int version = parameters.get(i).array().storage().version();
            assertThat(version).isEqualTo(i == 1 ? before[i] : before[i] + 1);
        }
    }

    @Test
    void aGradientOfAClosedWorkspaceIsRefusedBeforeAnythingChanges() {
        List<Tensor> parameters = List.of(Rules.parameter(1, 2), Rules.parameter(3, 4));
        parameters.get(0).setGrad(Tensor.of(1, 1));
        try (var _ = Workspace.open()) {
            parameters.get(1).setGrad(Tensor.of(1, 1));
        }
        var optimizer = new SGD(parameters, 1);
        assertThatThrownBy(optimizer::step).isInstanceOf(ClosedWorkspaceException.class);
        assertThat(parameters.get(0).toArray()).containsExactly(1, 2);
    }

    /// The slots of short parameters share memory; each is still an array of its own in the state dict.
    @Test
    void theSlotsOfShortParametersAreTheirOwn() {
        List<Tensor> parameters = List.of(Rules.parameter(1, 2, 3), Rules.parameter(4), Rules.parameter(5, 6));
        var optimizer = new Adam(parameters, new Adam.Options(0.1).withBetas(0, 0));
        optimizer
                .paramGroups()
                .getFirst()
                .setOptions(new Adam.Options(0.1).withBetas(0, 0).withAmsgrad(true));
        for (int i = 0; i < 3; i++) {
            Tensor p = parameters.get(i);
            p.setGrad(Tensor.full(Shape.of(p.elements()), i + 2));
        }
        optimizer.step();
        for (int i = 0; i < 3; i++) {
            var entry = optimizer.stateDict().dict("state").dict(Integer.toString(i));
            NDArray first = entry.array("exp_avg");
            assertThat(first.toArray()).hasSize(parameters.get(i).elements()).containsOnly(i + 2);
            assertThat(entry.array("max_exp_avg_sq").toArray()).containsOnly((i + 2) * (i + 2));
        }
    }
}
