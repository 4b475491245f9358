package lanewise.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Parameter;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.nn.functional.InterpolateOptions;
import lanewise.nn.train.AveragedModel;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every public module runs its hooks, however it is called; none is listed that is not looked for.
class EveryModuleHooksTest {
    /// What is never called as a whole.
    private static final List<Module> CONTAINERS = List.of(
            new ModuleList<>(new Identity()),
            new ModuleDict(Map.of("one", new Identity())),
            new ParameterList(new Parameter(Tensor.zeros(1))),
            new AveragedModel<>(new Linear(1, 1), () -> new Linear(1, 1)));

    /// A call of a module, by the method `call` that takes such arguments.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Call(Module module, @Nullable Object... arguments) {
        Method method() {
            List<Method> fitting = Stream.of(module.getClass().getMethods())
                    .filter(method -> method.getName().equals("call") && takes(method.getParameterTypes()))
                    .toList();
            assertThat(fitting)
                    .as("call%s of %s", Arrays.toString(arguments), module)
                    .hasSize(1);
            return fitting.getFirst();
        }

        private boolean takes(Class<?>[] types) {
            boolean fits = types.length == arguments.length;
            for (int i = 0; fits && i < types.length; i++) {
                fits = arguments[i] == null || types[i].isInstance(arguments[i]);
            }
            return fits;
        }

        Object run() {
            try {
                return method().invoke(module, arguments);
            } catch (IllegalAccessException e) {
                throw new LinkageError(module.toString(), e);
            } catch (InvocationTargetException e) {
                throw new AssertionError(module.toString(), e.getCause());
            }
        }
    }

    private static Tensor x(int... shape) {
        return Tensor.rand(shape).mul(0.5f).add(0.25f).detach().requiresGrad_(true);
    }

    private static LongTensor n(long... numbers) {
        return LongTensor.of(numbers);
    }

    /// All modules that are no layers, and the layers that want more than numbers.
    private static List<Call> calls() {
        AttentionMasks all = AttentionMasks.none();
        LSTMState ofNetwork = new LSTMState(x(1, 2, 4), x(1, 2, 4));
        LongTensor lengths = n(3, 1);
        MultiheadAttention attention = new MultiheadAttention(4, 2);
        TransformerEncoderLayer encoder = new TransformerEncoderLayer(4, 2);
        TransformerDecoderLayer decoder = new TransformerDecoderLayer(4, 2);
        Transformer transformer = new Transformer(4, 2, 1, 1, new TransformerOptions());
        return List.of(
                new Call(new BCELoss(), x(2, 3), Tensor.rand(2, 3)),
                new Call(new BCEWithLogitsLoss(), x(2, 3), Tensor.rand(2, 3)),
                new Call(new CTCLoss(), x(3, 1, 4), n(1, 2).reshape(1, 2), n(3), n(2)),
                new Call(new CosineEmbeddingLoss(), x(2, 3), x(2, 3), Tensor.ones(2)),
                new Call(new CrossEntropyLoss(), x(2, 3), n(0, 2)),
                new Call(new CrossEntropyLoss(), x(2, 3), Tensor.rand(2, 3)),
                new Call(new GaussianNLLLoss(), x(2, 3), Tensor.rand(2, 3), x(2, 3)),
                new Call(new HingeEmbeddingLoss(), x(2, 3), Tensor.ones(2, 3)),
                new Call(new HuberLoss(), x(2, 3), x(2, 3)),
                new Call(new KLDivLoss(), x(2, 3), Tensor.rand(2, 3)),
                new Call(new L1Loss(), x(2, 3), x(2, 3)),
                new Call(new MSELoss(), x(2, 3), x(2, 3)),
                new Call(new MarginRankingLoss(), x(2), x(2), Tensor.ones(2)),
                new Call(new MultiLabelMarginLoss(), x(1, 3), n(2, 0, -1).reshape(1, 3)),
                new Call(new MultiLabelSoftMarginLoss(), x(2, 3), Tensor.ones(2, 3)),
                new Call(new MultiMarginLoss(), x(2, 3), n(0, 2)),
                new Call(new NLLLoss(), x(2, 3), n(0, 2)),
                new Call(new PoissonNLLLoss(), x(2, 3), Tensor.rand(2, 3)),
                new Call(new SmoothL1Loss(), x(2, 3), x(2, 3)),
                new Call(new SoftMarginLoss(), x(2, 3), Tensor.ones(2, 3)),
                new Call(new TripletMarginLoss(), x(2, 3), x(2, 3), x(2, 3)),
                new Call(new CosineSimilarity(), x(2, 3), x(2, 3)),
                new Call(new PairwiseDistance(), x(2, 3), x(2, 3)),
                new Call(new Bilinear(2, 3, 4), x(5, 2), x(5, 3)),
                new Call(new Embedding(5, 2), n(1, 4)),
                new Call(new EmbeddingBag(5, 2), n(1, 4).reshape(1, 2)),
                new Call(new EmbeddingBag(5, 2), n(1, 4), n(0), null),
                new Call(new MaxUnpool1d(2), x(1, 1, 2), n(1, 2).reshape(1, 1, 2)),
                new Call(new MaxUnpool1d(2), x(1, 1, 2), n(1, 2).reshape(1, 1, 2), new int[] {5}),
                new Call(new MaxUnpool2d(2), x(1, 1, 1, 1), n(3).reshape(1, 1, 1, 1)),
                new Call(new MaxUnpool2d(2), x(1, 1, 1, 1), n(3).reshape(1, 1, 1, 1), new int[] {3, 3}),
                new Call(new MaxUnpool3d(2), x(1, 1, 1, 1, 1), n(3).reshape(1, 1, 1, 1, 1)),
                new Call(new MaxUnpool3d(2), x(1, 1, 1, 1, 1), n(3).reshape(1, 1, 1, 1, 1), new int[] {3, 3, 3}),
                new Call(new LSTM(3, 4), x(3, 2, 3)),
                new Call(new LSTM(3, 4), x(3, 2, 3), ofNetwork),
                new Call(new LSTM(3, 4), x(3, 2, 3), null, lengths),
                new Call(new GRU(3, 4), x(3, 2, 3)),
                new Call(new GRU(3, 4), x(3, 2, 3), x(1, 2, 4)),
                new Call(new GRU(3, 4), x(3, 2, 3), x(1, 2, 4), lengths),
                new Call(new RNN(3, 4), x(3, 2, 3)),
                new Call(new RNN(3, 4), x(3, 2, 3), x(1, 2, 4)),
                new Call(new RNN(3, 4), x(3, 2, 3), x(1, 2, 4), lengths),
                new Call(new LSTMCell(3, 4), x(2, 3)),
                new Call(new LSTMCell(3, 4), x(2, 3), new LSTMState(x(2, 4), x(2, 4))),
                new Call(new GRUCell(3, 4), x(2, 3)),
                new Call(new GRUCell(3, 4), x(2, 3), x(2, 4)),
                new Call(new RNNCell(3, 4), x(2, 3)),
                new Call(new RNNCell(3, 4), x(2, 3), x(2, 4)),
                new Call(attention, x(3, 2, 4), x(5, 2, 4), x(5, 2, 4)),
                new Call(attention, x(3, 2, 4), x(5, 2, 4), x(5, 2, 4), all, MultiheadAttention.Weights.NONE),
                new Call(encoder, x(3, 2, 4)),
                new Call(encoder, x(3, 2, 4), all),
                new Call(new TransformerEncoder(encoder, 1, null), x(3, 2, 4)),
                new Call(new TransformerEncoder(encoder, 1, null), x(3, 2, 4), all),
                new Call(decoder, x(3, 2, 4), x(5, 2, 4)),
                new Call(decoder, x(3, 2, 4), x(5, 2, 4), all, all),
                new Call(new TransformerDecoder(decoder, 1, null), x(3, 2, 4), x(5, 2, 4)),
                new Call(new TransformerDecoder(decoder, 1, null), x(3, 2, 4), x(5, 2, 4), all, all),
                new Call(transformer, x(3, 2, 4), x(5, 2, 4)),
                new Call(transformer, x(3, 2, 4), x(5, 2, 4), all, all, all),
                new Call(new Sequential(new Linear(3, 2), new ReLU()), x(2, 3)),
                new Call(new Threshold(0.5, 1), x(2, 3)),
                new Call(new Unflatten(1, 2, 2), x(2, 4)),
                new Call(new Upsample(InterpolateOptions.scaleFactor(2)), x(1, 1, 2, 2)),
                new Call(new UpsamplingBilinear2d(InterpolateOptions.scaleFactor(2)), x(1, 1, 2, 2)),
                new Call(new UpsamplingNearest2d(InterpolateOptions.scaleFactor(2)), x(1, 1, 2, 2)));
    }

    /// The public modules, as the compiler left them.
    private static List<Class<?>> modules() throws IOException, URISyntaxException {
        Path root = Path.of(
                Layer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> modules = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                String name = root.relativize(file)
                        .toString()
                        .replace(file.getFileSystem().getSeparator(), ".");
                if (name.startsWith("lanewise.nn.") && name.endsWith(".class")) {
                    Class<?> found = load(name.substring(0, name.length() - ".class".length()));
                    boolean isPublic = Modifier.isPublic(found.getModifiers());
                    if (isPublic
                            && !Modifier.isAbstract(found.getModifiers())
                            && Module.class.isAssignableFrom(found)) {
                        modules.add(found);
                    }
                }
            }
        }
        assertThat(modules).hasSizeGreaterThan(120).contains(Linear.class, MSELoss.class);
        return modules;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Layer.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new LinkageError(name, e);
        }
    }

    /// A layer that numbers make, on an input that it takes.
    private static Call guessed(Class<?> layer) throws ReflectiveOperationException {
        for (Constructor<?> constructor : layer.getConstructors()) {
            for (int number : new int[] {1, 2, 4}) {
                Object[] arguments = Stream.of(constructor.getParameterTypes())
                        .map(type -> argument(type, number))
                        .toArray();
                if (Arrays.asList(arguments).contains("none")) {
                    continue;
                }
                for (int rank = 1; rank <= 5; rank++) {
                    int[] shape = new int[rank];
                    Arrays.fill(shape, 4);
                    try {
                        Layer made = (Layer) constructor.newInstance(arguments);
                        made.forward(x(shape));
                        return new Call(made, x(shape));
                    } catch (RuntimeException | InvocationTargetException e) {
                        // it wants others
                    }
                }
            }
        }
        throw new AssertionError("there must be a line for " + layer + " in calls()");
    }

    private static Object argument(Class<?> type, int number) {
        if (type == int.class) {
            return number;
        }
        if (type == int[].class) {
            return new int[] {number};
        }
        return type == float.class ? (Object) (float) number : "none";
    }

    @TestFactory
    List<DynamicTest> hooksRun() throws IOException, URISyntaxException, ReflectiveOperationException {
        Generator.manualSeed(3);
        List<Call> calls = new ArrayList<>(calls());
        Set<Class<?>> listed = new HashSet<>();
        calls.forEach(call -> listed.add(call.module().getClass()));
        CONTAINERS.forEach(container -> listed.add(container.getClass()));
        for (Class<?> module : modules()) {
            if (!listed.contains(module)) {
                assertThat(Layer.class)
                        .as("calls() must have a line for %s", module)
                        .isAssignableFrom(module);
                calls.add(guessed(module));
            }
        }
        return calls.stream()
                .map(call -> DynamicTest.dynamicTest(
                        call.module().getClass().getSimpleName() + " " + call.arguments().length, () -> check(call)))
                .toList();
    }

    @Test
    void everyWayOfCallingIsTried() throws IOException, URISyntaxException {
        Set<String> tried = new TreeSet<>();
        calls().forEach(call -> tried.add(call.method().toString()));
        Set<String> all = new TreeSet<>();
        for (Class<?> module : modules()) {
            for (Method method : module.getMethods()) {
                if (method.getName().equals("call") && !Layer.class.isAssignableFrom(module)) {
                    all.add(method.toString());
                }
            }
        }
        assertThat(tried).containsAll(all);
        for (Module container : CONTAINERS) {
            assertThat(container.getClass().getMethods())
                    .noneMatch(method -> method.getName().equals("call"));
        }
    }

    private static void check(Call call) {
        Module module = call.module();
        List<ModuleCall> before = new ArrayList<>();
        List<ModuleCall> after = new ArrayList<>();
        List<ModuleGradients> back = new ArrayList<>();
        List<RemovableHandle> handles = List.of(
                module.registerForwardPreHook((ModuleCall one) -> {
                    before.add(one);
                    return null;
                }),
                module.registerForwardHook((ModuleCall one) -> {
                    after.add(one);
                    return null;
                }),
                module.registerFullBackwardHook((ModuleGradients gradients) -> {
                    back.add(gradients);
                    return null;
                }));
        Object output = call.run();
        int most = Stream.of(module.getClass().getMethods())
                .filter(method -> method.getName().equals("call"))
                .mapToInt(Method::getParameterCount)
                .max()
                .orElseThrow();
        assertThat(before).hasSize(1);
        assertThat(before.getFirst().inputs()).hasSize(most).startsWith(call.arguments());
        assertThat(after).hasSize(1);
        assertThat(after.getFirst().inputs()).hasSize(most);
        List<@Nullable Tensor> outputs = JointViews.tensors(output);
        assertThat(outputs).isNotEmpty();
        assertThat(after.getFirst().outputs()).hasSameSizeAs(outputs);
        Tensor sum = Tensor.zeros(1);
        for (Tensor one : outputs) {
            sum = one == null ? sum : sum.add(one.square().sum());
        }
        sum.sum().backward();
        assertThat(back).hasSize(1);
        assertThat(back.getFirst().outputs()).hasSameSizeAs(outputs);
        int place = 0;
        for (Object input : before.getFirst().inputs()) {
            for (Tensor tensor : JointViews.tensors(input)) {
                Tensor gradient = back.getFirst().inputs().get(place++);
                if (tensor != null && tensor.requiresGrad()) {
                    assertThat(numbers(gradient)).containsExactly(numbers(tensor.grad()), within(0f)); // −0 is 0
                } else {
                    assertThat(gradient).isNull();
                }
            }
        }
        assertThat(back.getFirst().inputs()).hasSize(place);
        handles.forEach(RemovableHandle::remove);
    }

    private static float[] numbers(@Nullable Tensor gradient) {
        return Objects.requireNonNull(gradient).toArray();
    }
}
