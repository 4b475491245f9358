package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.classfile.constantpool.MethodHandleEntry;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import lanewise.autograd.Tensor;
import lanewise.engine.Shape;
import lanewise.nn.Layer;
import lanewise.optim.Optimizer;
import org.junit.jupiter.api.Test;

/// The rules of the house, held against the library's compiled classes.
class HouseRulesTest {
    private static final String SIMD = "lanewise.engine.simd";
    private static final String PARALLEL = "lanewise.engine.parallel";
    private static final String KERNEL = "lanewise.engine.kernel";
    private static final String ENGINE = "lanewise.engine";
    private static final String OP = "lanewise.engine.op";
    private static final String IO = "lanewise.engine.io";
    private static final String AUTOGRAD = "lanewise.autograd";
    private static final String OPTIM = "lanewise.optim";
    private static final String LR = "lanewise.optim.lr";
    private static final String INIT = "lanewise.nn.init";
    private static final String FUNCTIONAL = "lanewise.nn.functional";
    private static final String DATA = "lanewise.nn.data";
    private static final String TEXT = "lanewise.nn.data.text";
    private static final String IMAGE = "lanewise.nn.data.image";
    private static final String METRIC = "lanewise.nn.metric";
    private static final String NN = "lanewise.nn";
    private static final String TRAIN = "lanewise.nn.train";

    private static final String VECTOR_API = "jdk.incubator.vector";
    private static final String CONCURRENT = "java.util.concurrent";

    private static final Set<String> VECTORS_CROSS_NO_METHOD_OF = Set.of(SIMD, PARALLEL, KERNEL, ENGINE, OP, IO, OPTIM);

    /// A vector, mask or shuffle in a descriptor; not a species or an operator.
    private static final Pattern VECTOR = Pattern.compile("Ljdk/incubator/vector/\\w*Vector(Mask|Shuffle)?;");

    /// What each package may name beside itself and the JDK; each only what stands above it, so there are no
    /// circles.
    private static final Map<String, Set<String>> LAYERS = new LinkedHashMap<>();

    static {
        LAYERS.put(SIMD, Set.of());
        LAYERS.put(PARALLEL, Set.of());
        LAYERS.put(KERNEL, Set.of(SIMD, PARALLEL));
        LAYERS.put(ENGINE, Set.of(SIMD, PARALLEL, KERNEL));
        LAYERS.put(OP, Set.of(SIMD, PARALLEL, KERNEL, ENGINE));
        LAYERS.put(IO, Set.of(ENGINE));
        LAYERS.put(AUTOGRAD, Set.of(ENGINE, OP));
        LAYERS.put(OPTIM, Set.of(SIMD, PARALLEL, KERNEL, ENGINE, IO, AUTOGRAD));
        LAYERS.put(LR, Set.of(IO, OPTIM));
        LAYERS.put(INIT, Set.of(ENGINE, OP, AUTOGRAD));
        LAYERS.put(FUNCTIONAL, Set.of(ENGINE, OP, AUTOGRAD));
        LAYERS.put(DATA, Set.of(ENGINE, IO, AUTOGRAD));
        LAYERS.put(TEXT, Set.of(ENGINE, IO, AUTOGRAD, DATA));
        LAYERS.put(IMAGE, Set.of(ENGINE, IO, AUTOGRAD, DATA));
        LAYERS.put(METRIC, Set.of(ENGINE, IO, AUTOGRAD));
        LAYERS.put(NN, Set.of(ENGINE, OP, IO, AUTOGRAD, INIT, FUNCTIONAL));
        LAYERS.put(TRAIN, Set.of(ENGINE, OP, IO, AUTOGRAD, OPTIM, LR, DATA, METRIC, NN));
    }

    private static final List<CompiledClass> ENGINE_CLASSES = CompiledClass.ofModuleWith(Shape.class);
    private static final List<CompiledClass> CLASSES = new ArrayList<>(ENGINE_CLASSES);

    static {
        for (Class<?> member : List.of(Tensor.class, Optimizer.class, Layer.class)) {
            CLASSES.addAll(CompiledClass.ofModuleWith(member));
        }
        CLASSES.removeIf(CompiledClass::isDescriptor);
    }

    @Test
    void theVectorApiIsNamedInFourPackages() {
        List<String> violations = new ArrayList<>();
        for (CompiledClass c : CLASSES) {
            if (!Set.of(SIMD, KERNEL, OP, OPTIM).contains(c.packageName())
                    && c.namedClasses().stream().anyMatch(HouseRulesTest::isVectorApi)) {
                violations.add(c.name());
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void packagesNameOnlyWhatLiesBelow() {
        List<String> above = new ArrayList<>();
        LAYERS.forEach((name, mayName) -> {
            assertThat(above).containsAll(mayName);
            above.add(name);
        });
        List<String> violations = new ArrayList<>();
        for (CompiledClass c : CLASSES) {
            Set<String> mayName = LAYERS.getOrDefault(c.packageName(), Set.of());
            for (String named : c.namedClasses()) {
                String other = CompiledClass.packageOf(named);
                if (named.startsWith("lanewise.") && !other.equals(c.packageName()) && !mayName.contains(other)) {
                    violations.add(c + " names " + named);
                }
            }
        }
        assertThat(violations).isEmpty();
        assertThat(CLASSES).extracting(CompiledClass::packageName).containsAll(LAYERS.keySet());
    }

    @Test
    void operationsKnowNoThreads() {
        List<String> violations = new ArrayList<>();
        for (CompiledClass c : CLASSES) {
            for (String named : c.namedClasses()) {
                if (c.packageName().equals(OP) && (named.equals("java.lang.Thread") || named.startsWith(CONCURRENT))) {
                    violations.add(c + " names " + named);
                }
            }
        }
        assertThat(violations).isEmpty();
    }

    /// A species that is a constant for the JVM's compiler: one that came as a parameter, or out of a field that
    /// can change, makes every vector an object.
    @Test
    void speciesComeFromLanes() {
        List<String> violations = new ArrayList<>();
        for (CompiledClass c : CLASSES) {
            for (FieldModel field : c.model().fields()) {
                if (isSpecies(field.fieldType().stringValue()) && !isConstant(field)) {
                    violations.add(c + " has a species in " + field.fieldName() + ", which is not static and final");
                }
            }
            for (MethodModel method : c.model().methods()) {
                if (!c.name().equals(SIMD + ".Lanes")
                        && (isSpecies(method.methodType().stringValue())
                                || CompiledClass.instructions(method).stream()
                                        .anyMatch(HouseRulesTest::choosesSpecies))) {
                    violations.add(c + "." + method.methodName() + " has a species that is not from Lanes");
                }
            }
        }
        assertThat(violations).isEmpty();
    }

    /// A second width of float vectors makes vectors objects in loops that never see it; see
    /// [lanewise.engine.simd.Lanes].
    @Test
    void floatVectorsHaveOneWidth() {
        List<String> violations = new ArrayList<>();
        for (CompiledClass c : CLASSES) {
            for (FieldModel field : c.model().fields()) {
                if (!c.name().equals(SIMD + ".Lanes")
                        && CompiledClass.signature(field).contains("VectorSpecies<Ljava/lang/Float;>")) {
                    violations.add(c + "." + field.fieldName() + " is a species of floats beside that of Lanes");
                }
            }
        }
        assertThat(violations).isEmpty();
    }

    /// A loop that is shared by several operations, and gets its vector arithmetic as an object, makes every vector
    /// an object as soon as the second one uses it.
    @Test
    void noFunctionIsPassedOverVectors() {
        List<String> violations = new ArrayList<>();
        for (CompiledClass c : CLASSES) {
            for (MethodModel method : c.model().methods()) {
                String signature = CompiledClass.signature(method);
                boolean declares = mentionsVectors(signature)
                        && (method.flags().has(AccessFlag.ABSTRACT) || signature.contains("Ljava/util/function/"));
                if (declares
                        || CompiledClass.instructions(method).stream().anyMatch(HouseRulesTest::makesVectorFunction)) {
                    violations.add(c + "." + method.methodName());
                }
            }
        }
        assertThat(violations).isEmpty();
    }

    /// The compiler may leave a method of ours out of line, and then makes every vector that crosses it an object;
    /// the vector API's own methods it never does.
    @Test
    void vectorsCrossNoMethod() {
        List<String> violations = new ArrayList<>();
        for (CompiledClass c : CLASSES) {
            for (MethodModel method : c.model().methods()) {
                if (VECTORS_CROSS_NO_METHOD_OF.contains(c.packageName())
                        && VECTOR.matcher(method.methodType().stringValue()).find()) {
                    violations.add(c + "." + method.methodName());
                }
            }
        }
        assertThat(violations).isEmpty();
    }

    /// The loops of operations and update rules, and what workers run; but those that draw random numbers have one
    /// block of words.
    @Test
    void loopsAllocateNothing() {
        List<String> violations = new ArrayList<>();
        List<String> loops = new ArrayList<>();
        for (CompiledClass c : CLASSES) {
            for (MethodModel method : c.model().methods()) {
                if (isPartOfTask(method) && !drawsNumbers(c)
                        || isLoop(method) && Set.of(OP, OPTIM).contains(c.packageName())) {
                    loops.add(c + "." + method.methodName());
                    if (CompiledClass.instructions(method).stream().anyMatch(HouseRulesTest::allocates)) {
                        violations.add(loops.getLast());
                    }
                }
            }
        }
        assertThat(loops).contains(OP + ".Relu.forward", OPTIM + ".AdamState$Plain.run", KERNEL + ".GemmTask.run");
        assertThat(violations).isEmpty();
    }

    @Test
    void everyOperationLayerAndOptimizerIsTested() throws IOException {
        List<String> missing = missingTests("engine", OP);
        missing.addAll(missingTests("optim", OPTIM));
        missing.addAll(missingTests("optim", LR));
        missing.addAll(missingTests("nn", NN));
        missing.addAll(missingTests("nn", METRIC));
        missing.addAll(missingTests("nn", TRAIN));
        assertThat(missing).isEmpty();
    }

    @Test
    void vectorsKernelsAndWorkersAreNotExportedToAll() {
        var descriptor = ENGINE_CLASSES.stream()
                .filter(CompiledClass::isDescriptor)
                .findFirst()
                .orElseThrow();
        var exported = new TreeSet<String>();
        for (var attribute : descriptor.model().attributes()) {
            if (attribute instanceof ModuleAttribute module) {
                module.exports().stream()
                        .filter(export -> export.exportsTo().isEmpty())
                        .forEach(export ->
                                exported.add(export.exportedPackage().asSymbol().name()));
            }
        }
        assertThat(exported).containsExactlyInAnyOrder(ENGINE, OP, IO);
    }

    /// The public classes that have neither a test of their name nor a place in another test of their package.
    private static List<String> missingTests(String module, String packageName) throws IOException {
        Path folder = Path.of("..", module, "src", "test", "java").resolve(packageName.replace('.', '/'));
        StringBuilder tests = new StringBuilder();
        Set<String> names = new TreeSet<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (file.toString().endsWith("Test.java")) {
                    tests.append(Files.readString(file));
                    names.add(file.getFileName().toString().replace("Test.java", ""));
                }
            }
        }
        List<String> missing = new ArrayList<>();
        for (CompiledClass c : CLASSES) {
            String name = c.name().substring(c.packageName().length() + 1);
            boolean subject = c.packageName().equals(packageName)
                    && c.model().flags().has(AccessFlag.PUBLIC)
                    && !c.model().flags().has(AccessFlag.ABSTRACT)
                    && !c.model().flags().has(AccessFlag.ENUM)
                    && name.indexOf('$') < 0;
            if (subject && !names.contains(name) && !isUsed(name, tests.toString())) {
                missing.add(c.name());
            }
        }
        return missing;
    }

    /// In code, not in an import or a comment.
    private static boolean isUsed(String name, String tests) {
        return Pattern.compile("^(?!import)(?!\\s*//).*\\b" + Pattern.quote(name) + "\\b", Pattern.MULTILINE)
                .matcher(tests)
                .find();
    }

    private static boolean isVectorApi(String className) {
        return className.startsWith(VECTOR_API + ".");
    }

    private static boolean mentionsVectors(String signature) {
        return signature.contains(VECTOR_API.replace('.', '/'));
    }

    private static boolean isSpecies(String descriptor) {
        return descriptor.contains("VectorSpecies;");
    }

    private static boolean isConstant(FieldModel field) {
        return field.flags().has(AccessFlag.STATIC) && field.flags().has(AccessFlag.FINAL);
    }

    private static boolean choosesSpecies(CodeElement element) {
        return element instanceof FieldInstruction access
                && isSpecies(access.type().stringValue())
                && isVectorApi(access.owner().asInternalName().replace('/', '.'));
    }

    private static boolean makesVectorFunction(CodeElement element) {
        if (!(element instanceof InvokeDynamicInstruction dynamic)) {
            return false;
        }
        for (var argument : dynamic.invokedynamic().bootstrap().arguments()) {
            if (argument instanceof MethodHandleEntry handle
                    && mentionsVectors(handle.reference().type().stringValue())) {
                return true;
            }
        }
        return mentionsVectors(dynamic.type().stringValue());
    }

    /// `(float[] x, ...) -> void`, of plain arrays and numbers.
    private static boolean isLoop(MethodModel method) {
        String descriptor = method.methodType().stringValue();
        return descriptor.startsWith("([F") && descriptor.endsWith(")V") && !descriptor.contains("Llanewise");
    }

    /// `RangeTask.run(from, to)`
    private static boolean isPartOfTask(MethodModel method) {
        return method.methodName().equalsString("run") && method.methodType().equalsString("(II)V");
    }

    private static boolean drawsNumbers(CompiledClass c) {
        return c.namedClasses().contains(KERNEL + ".Philox");
    }

    private static boolean allocates(CodeElement element) {
        return switch (element) {
            case NewObjectInstruction made -> !made.className().asInternalName().equals("java/lang/AssertionError");
            case NewPrimitiveArrayInstruction _, NewReferenceArrayInstruction _, NewMultiArrayInstruction _ -> true;
            default -> false;
        };
    }
}
