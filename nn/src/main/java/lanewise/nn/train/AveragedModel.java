package lanewise.nn.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.engine.AnyArray;
import lanewise.engine.Generator;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.op.InPlace;
import lanewise.engine.op.RunningAverage;
import lanewise.nn.Module;

/// A model of its own whose parameters are an average of those that another one had while it was trained. It often
/// predicts better than the last ones.
///
/// ```java
/// var averaged = new AveragedModel<>(model, Net::new, Averaging.ema(0.999));
/// ...
/// optimizer.step();
/// averaged.updateParameters(model);
/// ...
/// averaged.module().call(x)
/// ```
///
/// Its state has PyTorch's keys: `n_averaged`, and those of the model behind `module.`.
///
/// @param <M> the model's type
public final class AveragedModel<M extends Module> extends Module {
    private final M module;
    private final LongTensor averaged = registerBuffer("n_averaged", LongTensor.zeros());
    private final Averaging averaging;
    private final boolean useBuffers;
    private Source source;

    /// The mean of all values; see [#AveragedModel(Module, Supplier, Averaging, boolean)].
    public AveragedModel(M model, Supplier<? extends M> factory) {
        this(model, factory, Averaging.swa());
    }

    /// With the model's present buffers beside the average; see
    /// [#AveragedModel(Module, Supplier, Averaging, boolean)].
    public AveragedModel(M model, Supplier<? extends M> factory, Averaging averaging) {
        this(model, factory, averaging, false);
    }

    /// An average that begins as a copy of `model`, and of whose values none counts yet.
    ///
    /// @param factory makes another model that is built like `model`; what it draws from the global random numbers
    ///     is given back, so that averaging does not change the run
    /// @param useBuffers whether float32 buffers, such as running means, are averaged as well; otherwise, and if
    ///     they are of another type, they are those that the model had last
    /// @throws lanewise.engine.io.StateDictException if the two are not built alike
    /// @throws IllegalArgumentException if the factory's model shares memory with `model`
    public AveragedModel(M model, Supplier<? extends M> factory, Averaging averaging, boolean useBuffers) {
        this.averaging = averaging;
        this.useBuffers = useBuffers;
        this.module = registerModule("module", built(factory));
        checkOwnMemory(model);
        module.loadStateDict(model.stateDict());
        copyModes(model);
        source = new Source(model);
    }

    /// The averaged model.
    public M module() {
        return module;
    }

    /// How often the average was updated.
    public long averagedCount() {
        return averaged.item();
    }

    /// Takes the model's present values into the average: the first time it becomes them. Allocates nothing as long
    /// as it is the same model.
    ///
    /// @throws lanewise.engine.io.StateDictException if `model` is not built as the average is
    public void updateParameters(M model) {
        if (source.model != model) {
            module.checkStateDict(model.stateDict());
            source = new Source(model);
        }
        source.update();
    }

    private static <M extends Module> M built(Supplier<? extends M> factory) {
        Generator.State before = Generator.global().state();
        try {
            return factory.get();
        } finally {
            Generator.global().setState(before);
        }
    }

    private void checkOwnMemory(M model) {
        Set<Object> storages = Collections.newSetFromMap(new IdentityHashMap<>());
        for (AnyArray array : arrays(model)) {
            storages.add(array.storage());
        }
        for (AnyArray array : arrays(module)) {
            if (storages.contains(array.storage())) {
                throw new IllegalArgumentException(
                        "AveragedModel: the factory's model shares memory with the model; it must be a new one");
            }
        }
    }

    /// Training or evaluation, part by part: a module before its own parts, to which it passes its mode on.
    private void copyModes(M model) {
        Map<String, Module> originals = model.namedModules();
        module.namedModules().forEach((name, part) -> {
            Module original = originals.get(name);
            part.train(original == null ? part.isTraining() : original.isTraining());
        });
    }

    private static List<AnyArray> arrays(Module module) {
        List<AnyArray> arrays = new ArrayList<>(module.buffers());
        for (Parameter parameter : module.parameters()) {
            arrays.add(parameter.array());
        }
        return arrays;
    }

    /// A model that the average follows, array by array.
    private final class Source {
        private final M model;
        private final List<RunningAverage> averages = new ArrayList<>();
        private final List<AnyArray> copies = new ArrayList<>();
        private final List<AnyArray> originals = new ArrayList<>();

        Source(M model) {
            this.model = model;
            List<Parameter> own = module.parameters();
            List<Parameter> followed = model.parameters();
            for (int i = 0; i < own.size(); i++) {
                averages.add(
                        new RunningAverage(own.get(i).array(), followed.get(i).array()));
            }
            List<AnyArray> buffers = module.buffers();
            for (int i = 0; i < buffers.size(); i++) {
                if (useBuffers
                        && buffers.get(i) instanceof NDArray average
                        && model.buffers().get(i) instanceof NDArray present) {
                    averages.add(new RunningAverage(average, present));
                } else {
                    copies.add(buffers.get(i));
                    originals.add(model.buffers().get(i));
                }
            }
        }

        void update() {
            long count = averaged.item();
            double weight = count == 0 ? 1 : averaging.weight(count);
            for (int i = 0; i < averages.size(); i++) {
                if (count == 0) {
                    averages.get(i).copy();
                } else {
                    averages.get(i).update(weight);
                }
            }
            for (int i = 0; i < copies.size(); i++) {
                copy(copies.get(i), originals.get(i));
            }
            averaged.array().fill(count + 1);
        }

        /// Both are contiguous, as buffers are.
        private static void copy(AnyArray to, AnyArray from) {
            if (to instanceof NDArray target && from instanceof NDArray present) {
                InPlace.copy(target, present);
            } else if (to instanceof LongArray target && from instanceof LongArray present) {
                System.arraycopy(present.data(), present.offset(), target.data(), target.offset(), target.elements());
                target.storage().touch();
            }
        }
    }
}
