package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.Workspace;
import lanewise.engine.io.SafeTensors;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModuleTest {
    /// Registers in another order than it declares, with parts, buffers and a parameter of its own.
    private static final class Net extends Layer {
        private final Tensor mean;
        private final LongTensor count;
        private final Linear second = new Linear(3, 2);
        private final Linear first = new Linear(4, 3);
        private final Parameter scale = new Parameter(Tensor.ones(2));

        Net() {
            registerModule("fc1", first);
            registerModule("drop", new Dropout());
            registerModule("fc2", second);
            registerParameter("scale", scale);
            mean = registerBuffer("mean", Tensor.zeros(2));
            count = registerBuffer("count", LongTensor.zeros());
        }

        @Override
        public Tensor forward(Tensor x) {
            return second.call(first.call(x)).mul(scale);
        }
    }

    private static final String[] KEYS = {"scale", "mean", "count", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias"};

    @Test
    void namesFollowTheOrderOfRegistration() {
        Net net = new Net();
        assertThat(net.namedParameters().keySet())
                .containsExactly("scale", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias");
        assertThat(net.parameters())
                .containsExactly(
                        net.scale, net.first.weight(), net.first.bias(), net.second.weight(), net.second.bias());
        assertThat(net.namedBuffers().keySet()).containsExactly("mean", "count");
        assertThat(net.buffers()).containsExactly(net.mean.array(), net.count.array());
        assertThat(net.namedChildren().keySet()).containsExactly("fc1", "drop", "fc2");
        assertThat(net.namedModules().keySet()).containsExactly("", "fc1", "drop", "fc2");
        assertThat(net.stateDict().keys()).containsExactly(KEYS);
    }

    @Test
    void sharedPartsHaveSeveralKeysButAreTrainedOnce() {
        Linear shared = new Linear(2, 2);
        Sequential model = new Sequential(shared, new ReLU(), shared);
        assertThat(model.stateDict().keys()).containsExactly("0.weight", "0.bias", "2.weight", "2.bias");
        assertThat(model.parameters()).containsExactly(shared.weight(), shared.bias());
        assertThat(model.namedParameters().keySet()).containsExactly("0.weight", "0.bias");
        assertThat(model.modules()).hasSize(3);
        assertThat(model.children()).hasSize(2);
    }

    @Test
    void namesMustBeNewAndWithoutDots() {
        class Twice extends Module {
            Twice(String first, String second) {
                registerModule(first, new ReLU());
                registerParameter(second, new Parameter(Tensor.ones(1)));
            }
        }
        assertThatThrownBy(() -> new Twice("a", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the name \"a\" is registered already");
        assertThatThrownBy(() -> new Twice("a", "b.c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a registered name must not be empty or contain a dot; \"b.c\" does");
        assertThatThrownBy(() -> new Twice("", "a")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noModuleIsAPartOfItself() {
        Sequential outer = new Sequential(new Sequential());
        Sequential inner = (Sequential) outer.get(0);
        assertThatThrownBy(() -> inner.add(outer))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a part of itself");
        assertThat(inner.size()).isZero();
    }

    @Test
    void bufferMustBeOneRunInMemory() {
        class Transposed extends Module {
            Transposed() {
                registerBuffer("b", Tensor.zeros(2, 3).t());
            }
        }
        assertThatThrownBy(Transposed::new)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("registerBuffer: \"b\" must be contiguous");
    }

    @Test
    void modesReachAllParts() {
        Net net = new Net();
        assertThat(net.isTraining()).isTrue();
        net.eval();
        assertThat(net.modules()).noneMatch(Module::isTraining);
        net.train();
        assertThat(net.modules()).allMatch(Module::isTraining);
    }

    @Test
    void zeroGradForgetsAllGradients() {
        Net net = new Net();
        net.call(Tensor.ones(1, 4)).sum().backward();
        assertThat(net.parameters()).allMatch(p -> p.grad() != null);
        net.zeroGrad();
        assertThat(net.parameters()).allMatch(p -> p.grad() == null);
    }

    @Test
    void frozenParametersGetNoGradient() {
        Net net = new Net();
        net.first.requiresGrad_(false);
        net.call(Tensor.ones(1, 4)).sum().backward();
        assertThat(net.first.weight().grad()).isNull();
        assertThat(net.second.weight().grad()).isNotNull();
    }

    @Test
    void applyVisitsPartsFirst() {
        Net net = new Net();
        List<Module> visited = new ArrayList<>();
        net.apply(visited::add);
        assertThat(visited).containsExactly(net.first, net.namedChildren().get("drop"), net.second, net);
    }

    @Test
    void stateGoesThroughAFileBitForBit(@TempDir Path folder) throws IOException {
        Net saved = new Net();
        saved.mean.array().fill(0.25f);
        saved.count.array().fill(7);
        Path file = folder.resolve("net.safetensors");
        saved.stateDict().save(file);
        assertThat(SafeTensors.read(file).arrays().keySet()).containsExactly(KEYS);
        Net loaded = new Net();
        loaded.loadStateDict(StateDict.load(file));
        for (String key : saved.stateDict().keys()) {
            if (!key.equals("count")) {
                assertThat(loaded.stateDict().array(key).toArray())
                        .containsExactly(saved.stateDict().array(key).toArray());
            }
        }
        assertThat(loaded.count.item()).isEqualTo(7);
    }

    @Test
    void stateIsLiveAndLoadingCopies() {
        Linear linear = new Linear(2, 2);
        StateDict state = linear.stateDict();
        NDArray weight = NDArray.of(Shape.of(2, 2), 1, 2, 3, 4);
        linear.loadStateDict(state.copy().put("weight", weight));
        assertThat(state.array("weight").toArray()).containsExactly(1, 2, 3, 4);
        weight.fill(0);
        assertThat(linear.weight().toArray()).containsExactly(1, 2, 3, 4);
    }

    @Test
    void loadsAStateThatIsNotOneRunInMemory() {
        Linear linear = new Linear(2, 3, false);
        Tensor transposed = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6).t();
        linear.loadStateDict(new StateDict().put("weight", transposed.array()));
        assertThat(linear.weight().toArray()).containsExactly(1, 4, 2, 5, 3, 6);
    }

    @Test
    void strictLoadListsEverythingAndChangesNothing() {
        Net net = new Net();
        StateDict before = net.stateDict().copy();
        StateDict state = new Net().stateDict().copy();
        state.remove("fc1.bias").remove("fc2.weight");
        state.put("fc3.weight", NDArray.zeros(Shape.of(1))).put("note", "a text");
        state.put("scale", NDArray.zeros(Shape.of(3)));
        state.put("mean", LongArray.zeros(Shape.of(2)));
        assertThatThrownBy(() -> net.loadStateDict(state))
                .isInstanceOf(StateDictException.class)
                .hasMessage("""
                    the state does not fit the Net:
                      missing: fc1.bias, fc2.weight
                      unexpected: fc3.weight, note
                      of another kind or shape: scale is float32 [3], not float32 [2]; \
                    mean is int64 [2], not float32 [2]\
                    """);
        assertThat(net.stateDict().array("fc1.weight").toArray())
                .containsExactly(before.array("fc1.weight").toArray());
    }

    @Test
    void checkingSaysWhatLoadingWouldAndChangesNothing() {
        Net net = new Net();
        StateDict other = new Net().stateDict();
        float[] before = net.first.weight().toArray();
        int version = net.first.weight().array().storage().version();
        net.checkStateDict(other);
        assertThat(net.first.weight().toArray()).isEqualTo(before);
        assertThat(net.first.weight().array().storage().version()).isEqualTo(version);
        other.remove("mean");
        assertThatThrownBy(() -> net.checkStateDict(other))
                .isInstanceOf(StateDictException.class)
                .hasMessage("the state does not fit the Net:\n  missing: mean");
    }

    @Test
    void looseLoadTakesWhatFitsAndReportsTheRest() {
        Net net = new Net();
        StateDict state =
                new StateDict().put("scale", NDArray.of(Shape.of(2), 5, 6)).put("other", NDArray.zeros(Shape.of(1)));
        IncompatibleKeys rest = net.loadStateDict(state, false);
        assertThat(net.scale.toArray()).containsExactly(5, 6);
        assertThat(rest.unexpectedKeys()).containsExactly("other");
        assertThat(rest.missingKeys())
                .containsExactly("mean", "count", "fc1.weight", "fc1.bias", "fc2.weight", "fc2.bias");
        assertThat(rest.isEmpty()).isFalse();
    }

    @Test
    void looseLoadStillRefusesAnotherShape() {
        Net net = new Net();
        StateDict state = new StateDict().put("scale", NDArray.zeros(Shape.of(3)));
        assertThatThrownBy(() -> net.loadStateDict(state, false))
                .isInstanceOf(StateDictException.class)
                .hasMessage("the state does not fit the Net:\n"
                        + "  of another kind or shape: scale is float32 [3], not float32 [2]");
    }

    @Test
    void loadingRaisesTheVersionOfWhatItChanges() {
        Linear linear = new Linear(2, 2);
        Tensor loss = linear.call(Tensor.ones(1, 2)).square().sum();
        int version = linear.weight().array().storage().version();
        linear.loadStateDict(new Linear(2, 2).stateDict());
        assertThat(linear.weight().array().storage().version()).isGreaterThan(version);
        assertThat(loss.elements()).isEqualTo(1);
    }

    @Test
    void modulesOutliveTheWorkspaceTheyAreMadeIn() {
        Net net;
        try (Workspace _ = Workspace.open()) {
            net = new Net();
        }
        assertThat(net.call(Tensor.ones(1, 4)).toArray()).hasSize(2);
        assertThat(net.mean.toArray()).containsExactly(0, 0);
        assertThat(net.count.item()).isZero();
    }

    @Test
    void printsItsPartsAsInPyTorch() {
        Sequential model = new Sequential(
                new Linear(1000, 100), new ReLU(), new Sequential(new Linear(100, 10, false), new Dropout(0.2)));
        assertThat(model).hasToString("""
            Sequential(
              (0): Linear(in_features=1000, out_features=100, bias=True)
              (1): ReLU()
              (2): Sequential(
                (0): Linear(in_features=100, out_features=10, bias=False)
                (1): Dropout(p=0.2, inplace=False)
              )
            )\
            """);
    }
}
