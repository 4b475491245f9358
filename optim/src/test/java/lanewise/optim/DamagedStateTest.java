package lanewise.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Shape;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What happens to an optimizer that has made steps when it is given a state that does not fit: it says what is
/// wrong, and goes on as if nothing had been.
@Tag("once")
class DamagedStateTest {
    private static final NDArray SHAPELESS = NDArray.zeros(Shape.of(3, 5, 7));

    static Stream<OptimizerOptions<?>> rules() {
        return Stream.concat(
                AllRules.OPTIONS.stream(),
                Stream.of(
                        new Muon.Options(0.01),
                        new LBFGS.Options(0.1)
                                .withMaxIter(2)
                                .withHistorySize(3)
                                .withLineSearch(LBFGS.LineSearch.STRONG_WOLFE)));
    }

    /// Each key of the first parameter's state in turn. SGD without its buffer is SGD before its first step.
    @ParameterizedTest
    @MethodSource("rules")
    void refusesAStateWithoutOneOfItsKeys(OptimizerOptions<?> options) {
        for (String key : keys(options)) {
            if (!key.equals("momentum_buffer") || !(options instanceof SGD.Options)) {
                refuses(options, key, state -> entry(state).remove(key));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void refusesWhatIsOfAnotherType(OptimizerOptions<?> options) {
        for (String key : keys(options)) {
            refuses(options, key, state -> entry(state).put(key, "seven"));
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void refusesSlotsOfAnotherShape(OptimizerOptions<?> options) {
        for (String key : keys(options)) {
            switch (entry(trained(options).optimizer.stateDict()).get(key)) {
                case NDArray _ -> refuses(options, key, state -> entry(state).put(key, SHAPELESS));
                case List<?> list
                when list.getFirst() instanceof NDArray ->
                    refuses(
                            options,
                            key,
                            state ->
                                    entry(state).put(key, misshapen(entry(state).list(key))));
                case null, default -> {}
            }
        }
    }

    private static List<@Nullable Object> misshapen(List<@Nullable Object> arrays) {
        List<@Nullable Object> changed = new ArrayList<>(arrays);
        changed.set(changed.size() - 1, SHAPELESS);
        return changed;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void refusesCountsThatAreNone(OptimizerOptions<?> options) {
        for (String key : List.of("step", "func_evals", "n_iter")) {
            if (keys(options).contains(key)) {
                for (double count : new double[] {Double.NaN, -1, 1.5, Double.POSITIVE_INFINITY}) {
                    refuses(options, key + " is " + count, state -> entry(state).put(key, count));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rules")
    void refusesAnotherNumberOfGroupsOrParameters(OptimizerOptions<?> options) {
        refuses(options, "the state has 0 groups", state -> state.put("param_groups", List.of()));
        refuses(
                options,
                "the state has 2 groups",
                state -> state.put("param_groups", List.of(group(state), group(state))));
        refuses(options, "has 1 parameters", state -> group(state).put("params", List.of(0L)));
        refuses(options, "state", state -> state.remove("state"));
        refuses(options, "param_groups", state -> state.put("param_groups", 3));
    }

    /// Whether the weight decay of AdamW is decoupled is not for a state to say.
    @ParameterizedTest
    @MethodSource("rules")
    void refusesOptionsThatAreNotAllowed(OptimizerOptions<?> options) {
        for (String key : options.toStateDict().keys()) {
            if (!key.equals("decoupled_weight_decay") || !(options instanceof AdamW.Options)) {
                refuses(options, key, state -> group(state).put(key, "seven"));
            }
        }
        refuses(options, "learningRate is NaN", state -> group(state).put("lr", Double.NaN));
        refuses(options, "learningRate is -1", state -> group(state).put("lr", -1.0));
        refuses(options, "initial_lr is NaN", state -> group(state).put("initial_lr", Double.NaN));
    }

    private interface Damage {
        void to(StateDict state);
    }

    /// The state of a run with another learning rate is damaged and offered, after which the optimizer has every
    /// bit that it had, and makes the steps that it would have made.
    private static void refuses(OptimizerOptions<?> options, String named, Damage damage) {
        StateDict damaged =
                trained(options.withLearningRate(0.5)).optimizer.stateDict().copy();
        damage.to(damaged);
        Run run = trained(options);
        List<Object> before = run.bits();
        assertThatThrownBy(() -> run.optimizer.checkStateDict(damaged))
                .isInstanceOf(StateDictException.class)
                .hasMessageContaining(named);
        assertThatThrownBy(() -> run.optimizer.loadStateDict(damaged))
                .isInstanceOf(StateDictException.class)
                .hasMessageContaining(named);
        assertThat(run.bits()).isEqualTo(before);
        run.step();
        Run undisturbed = trained(options);
        undisturbed.step();
        assertThat(run.bits()).isEqualTo(undisturbed.bits());
    }

    /// A state that fits is checked without being taken over.
    @ParameterizedTest
    @MethodSource("rules")
    void aCheckTakesNothingOver(OptimizerOptions<?> options) {
        StateDict other =
                trained(options.withLearningRate(0.5)).optimizer.stateDict().copy();
        Run run = trained(options);
        List<Object> before = run.bits();
        run.optimizer.checkStateDict(other);
        assertThat(run.bits()).isEqualTo(before);
    }

    private static List<String> keys(OptimizerOptions<?> options) {
        StateDict states = trained(options).optimizer.stateDict().dict("state");
        return states.has("0") ? List.copyOf(states.dict("0").keys()) : List.of();
    }

    private static StateDict entry(StateDict state) {
        return state.dict("state").dict("0");
    }

    private static StateDict group(StateDict state) {
        return state.dicts("param_groups").getFirst();
    }

    private static Run trained(OptimizerOptions<?> options) {
        Run run = new Run(options);
        for (int i = 0; i < 3; i++) {
            run.step();
        }
        return run;
    }

    /// Two matrices on their way to their least squares.
    private static final class Run {
        private final List<Tensor> parameters = new ArrayList<>();
        final Optimizer<?> optimizer;

        Run(OptimizerOptions<?> options) {
            for (Shape shape : List.of(Shape.of(3, 5), Shape.of(2, 2))) {
                parameters.add(Rules.parameter(shape, Rules.normal(new Random(shape.elements()), shape.elements())));
            }
            optimizer = Rules.optimizer(parameters, options);
        }

        void step() {
            optimizer.step(() -> {
                optimizer.zeroGrad();
                Tensor a = parameters.get(0);
                Tensor b = parameters.get(1);
                Tensor loss = a.mul(a).sum().add(b.mul(b).sum());
                loss.backward();
                return loss;
            });
        }

        /// All that there is to know, array by array.
        List<Object> bits() {
            List<Object> bits = new ArrayList<>();
            parameters.forEach(parameter -> add(parameter.array(), bits));
            add(optimizer.stateDict(), bits);
            return bits;
        }

        private static void add(@Nullable Object value, List<Object> bits) {
            switch (value) {
                case StateDict state -> {
                    for (String key : state.keys()) {
                        bits.add(key);
                        add(state.get(key), bits);
                    }
                }
                case List<?> list -> list.forEach(element -> add(element, bits));
                case NDArray array -> bits.add(Arrays.hashCode(array.toArray()));
                case null, default -> bits.add(String.valueOf(value));
            }
        }
    }
}
