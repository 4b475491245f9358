package lanewise.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.AttributedElement;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.MethodModel;
import java.lang.classfile.attribute.SignatureAttribute;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.MethodTypeEntry;
import java.lang.classfile.constantpool.NameAndTypeEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.lang.classfile.constantpool.Utf8Entry;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A class as the compiler left it: what it names, what its methods look like.
record CompiledClass(String name, ClassModel model) {
    private static final Pattern CLASS_IN_DESCRIPTOR = Pattern.compile("L([\\w/$]+)[;<]");

    /// All classes of the module to which `member` belongs, its descriptor included, from its folder or its jar.
    static List<CompiledClass> ofModuleWith(Class<?> member) {
        try {
            URI place = Objects.requireNonNull(member.getProtectionDomain().getCodeSource())
                    .getLocation()
                    .toURI();
            Path path = Path.of(place);
            if (Files.isDirectory(path)) {
                return read(path);
            }
            try (var jar = FileSystems.newFileSystem(path, Map.of())) {
                return read(jar.getPath("/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<CompiledClass> read(Path root) throws IOException {
        List<CompiledClass> classes = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.filter(f -> f.toString().endsWith(".class"))::iterator) {
                ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
                classes.add(new CompiledClass(model.thisClass().asInternalName().replace('/', '.'), model));
            }
        }
        return classes;
    }

    String packageName() {
        return packageOf(name);
    }

    static String packageOf(String name) {
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(0, dot);
    }

    boolean isDescriptor() {
        return name.equals("module-info");
    }

    /// Every class named in instructions, descriptors and signatures.
    Set<String> namedClasses() {
        Set<String> named = new TreeSet<>();
        for (PoolEntry entry : model.constantPool()) {
            switch (entry) {
                case ClassEntry type -> {
                    String internal = type.asInternalName();
                    if (internal.startsWith("[")) {
                        addAll(internal, named);
                    } else {
                        named.add(internal.replace('/', '.'));
                    }
                }
                case NameAndTypeEntry member -> addAll(member.type().stringValue(), named);
                case MethodTypeEntry type -> addAll(type.descriptor().stringValue(), named);
                default -> {}
            }
        }
        model.fields().forEach(field -> addAll(field.fieldType().stringValue(), named));
        model.methods().forEach(method -> addAll(signature(method), named));
        return named;
    }

    /// With type arguments where it has some.
    static String signature(MethodModel method) {
        return signature(method, method.methodType());
    }

    /// With type arguments where it has some.
    static String signature(FieldModel field) {
        return signature(field, field.fieldType());
    }

    private static String signature(AttributedElement element, Utf8Entry descriptor) {
        for (var attribute : element.attributes()) {
            if (attribute instanceof SignatureAttribute generic) {
                return generic.signature().stringValue();
            }
        }
        return descriptor.stringValue();
    }

    static List<CodeElement> instructions(MethodModel method) {
        return method.code().map(code -> code.elementList()).orElse(List.of());
    }

    private static void addAll(String descriptor, Set<String> named) {
        var matcher = CLASS_IN_DESCRIPTOR.matcher(descriptor);
        while (matcher.find()) {
            named.add(matcher.group(1).replace('/', '.'));
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
