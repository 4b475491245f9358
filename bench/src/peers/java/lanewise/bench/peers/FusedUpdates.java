package lanewise.bench.peers;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BOOLEAN;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import lanewise.bench.UpdateRule;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/// libtorch's fused optimizer kernels, those of Python's `fused=True`. JavaCPP's preset does not have them, so they
/// are called by their C++ symbols: `at::_ops::_fused_adam_::call(ArrayRef<Tensor> self, grads, ...)`.
///
/// A `Tensor` is one pointer to its implementation there, an `ArrayRef` a pointer and a length, and an
/// `optional<Tensor>` without a value 16 bytes of zero.
final class FusedUpdates {
    private static final StructLayout ARRAY =
            MemoryLayout.structLayout(ADDRESS.withName("tensors"), JAVA_LONG.withName("count"));
    private static final String A = "N3c108ArrayRefINS_6TensorEEE";
    private static final String OPTIONALS = "RKSt8optionalIS4_ES9_";
    private static final String SGD = "_ZN2at4_ops11_fused_sgd_4callE" + A + "S5_S5_ddddbbb" + OPTIONALS;
    private static final String ADAM = "_ZN2at4_ops12_fused_adam_4callE" + A + "S5_S5_S5_S5_S5_dddddbb" + OPTIONALS;
    private static final String ADAMW = "_ZN2at4_ops13_fused_adamw_4callE" + A + "S5_S5_S5_S5_S5_dddddbb" + OPTIONALS;
    private static final String ADAGRAD = "_ZN2at4_ops15_fused_adagrad_4callE" + A + "S5_S5_S5_ddddb" + OPTIONALS;

    private final Arena arena = Arena.ofConfined();
    private final MemorySegment nothing = arena.allocate(16, 8);
    private final List<Tensor> slots = new ArrayList<>();
    private final List<MemorySegment> steps = new ArrayList<>();
    private final UpdateRule rule;
    private final double rate;
    private final MethodHandle kernel;
    private final MemorySegment parameters;
    private final MemorySegment gradients;
    private final MemorySegment first;
    private final MemorySegment second;
    private final MemorySegment stepTensors;
    private final MemorySegment none;
    private float count;

    /// @throws IllegalArgumentException if there is no kernel for the rule
    FusedUpdates(UpdateRule rule, double rate, List<Tensor> parameters) {
        this.rule = rule;
        this.rate = rate;
        kernel = kernel(rule).orElseThrow(() -> new IllegalArgumentException("no fused kernel for " + rule));
        this.parameters = array(parameters);
        gradients = array(Collections.nCopies(parameters.size(), parameters.getFirst()));
        first = array(zeros(parameters));
        second = rule == UpdateRule.SGD || rule == UpdateRule.MOMENTUM ? first : array(zeros(parameters));
        stepTensors = array(stepTensors(parameters.size()));
        none = arena.allocate(ARRAY);
    }

    /// Whether this build of libtorch has the kernels under these names.
    static boolean areThere() {
        return kernel(UpdateRule.ADAM).isPresent();
    }

    /// Whether there is one for the rule.
    static boolean has(UpdateRule rule) {
        return kernel(rule).isPresent();
    }

    /// Updates the parameters by the gradients that they have now.
    void step(List<Tensor> current) {
        MemorySegment pointers = gradients.get(ADDRESS, 0).reinterpret(8L * current.size());
        for (int i = 0; i < current.size(); i++) {
            try (Tensor gradient = current.get(i).mutable_grad()) {
                pointers.setAtIndex(JAVA_LONG, i, implementation(gradient));
            }
        }
        count++;
        for (MemorySegment step : steps) {
            step.set(JAVA_FLOAT, 0, count);
        }
        try {
            call();
        } catch (Throwable e) {
            throw new IllegalStateException("the fused kernel for " + rule + " failed", e);
        }
    }

    private void call() throws Throwable {
        switch (rule) {
            case SGD ->
                kernel.invokeExact(
                        parameters, gradients, none, 0.0, 0.0, rate, 0.0, false, false, false, nothing, nothing);
            case MOMENTUM ->
                kernel.invokeExact(
                        parameters, gradients, first, 0.0, 0.9, rate, 0.0, false, false, count == 1, nothing, nothing);
            case ADAGRAD ->
                kernel.invokeExact(
                        parameters, gradients, first, stepTensors, rate, 0.0, 0.0, 1e-10, false, nothing, nothing);
            case ADAM, ADAMW ->
                kernel.invokeExact(
                        parameters,
                        gradients,
                        first,
                        second,
                        none,
                        stepTensors,
                        rate,
                        0.9,
                        0.999,
                        rule == UpdateRule.ADAM ? 0.0 : 0.01,
                        1e-8,
                        false,
                        false,
                        nothing,
                        nothing);
            default -> throw new IllegalArgumentException(rule.name());
        }
    }

    void close() {
        slots.forEach(Tensor::close);
        arena.close();
    }

    private static Optional<MethodHandle> kernel(UpdateRule rule) {
        FunctionDescriptor adam = FunctionDescriptor.ofVoid(
                ARRAY,
                ARRAY,
                ARRAY,
                ARRAY,
                ARRAY,
                ARRAY,
                JAVA_DOUBLE,
                JAVA_DOUBLE,
                JAVA_DOUBLE,
                JAVA_DOUBLE,
                JAVA_DOUBLE,
                JAVA_BOOLEAN,
                JAVA_BOOLEAN,
                ADDRESS,
                ADDRESS);
        return switch (rule) {
            case SGD, MOMENTUM ->
                handle(
                        SGD,
                        FunctionDescriptor.ofVoid(
                                ARRAY,
                                ARRAY,
                                ARRAY,
                                JAVA_DOUBLE,
                                JAVA_DOUBLE,
                                JAVA_DOUBLE,
                                JAVA_DOUBLE,
                                JAVA_BOOLEAN,
                                JAVA_BOOLEAN,
                                JAVA_BOOLEAN,
                                ADDRESS,
                                ADDRESS));
            case ADAGRAD ->
                handle(
                        ADAGRAD,
                        FunctionDescriptor.ofVoid(
                                ARRAY,
                                ARRAY,
                                ARRAY,
                                ARRAY,
                                JAVA_DOUBLE,
                                JAVA_DOUBLE,
                                JAVA_DOUBLE,
                                JAVA_DOUBLE,
                                JAVA_BOOLEAN,
                                ADDRESS,
                                ADDRESS));
            case ADAM -> handle(ADAM, adam);
            case ADAMW -> handle(ADAMW, adam);
            default -> Optional.empty();
        };
    }

    private static Optional<MethodHandle> handle(String symbol, FunctionDescriptor descriptor) {
        return SymbolLookup.loaderLookup()
                .find(symbol)
                .map(address -> Linker.nativeLinker().downcallHandle(address, descriptor));
    }

    private MemorySegment array(List<Tensor> tensors) {
        MemorySegment pointers = arena.allocate(JAVA_LONG, tensors.size());
        for (int i = 0; i < tensors.size(); i++) {
            pointers.setAtIndex(JAVA_LONG, i, implementation(tensors.get(i)));
        }
        MemorySegment array = arena.allocate(ARRAY);
        array.set(ADDRESS, 0, pointers);
        array.set(JAVA_LONG, ADDRESS.byteSize(), tensors.size());
        return array;
    }

    private List<Tensor> zeros(List<Tensor> like) {
        List<Tensor> zeros = new ArrayList<>();
        for (Tensor tensor : like) {
            zeros.add(torch.zeros_like(tensor).detach());
        }
        slots.addAll(zeros);
        return zeros;
    }

    /// One number each, which the kernels read.
    private List<Tensor> stepTensors(int number) {
        List<Tensor> made = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            Tensor step = torch.zeros(new long[0]);
            made.add(step);
            steps.add(MemorySegment.ofAddress(step.data_ptr_float().address()).reinterpret(Float.BYTES));
        }
        slots.addAll(made);
        return made;
    }

    /// The pointer that a C++ `Tensor` consists of.
    private static long implementation(Tensor tensor) {
        return MemorySegment.ofAddress(tensor.address()).reinterpret(8).get(JAVA_LONG, 0);
    }
}
