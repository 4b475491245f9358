package lanewise.nn.train;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.nn.Module;
import lanewise.optim.Optimizer;

/// Programs among the tests, to be run in a virtual machine of their own.
final class ChildProgram {
    private ChildProgram() {}

    /// How to start a class with a `main`: on the class path, in the same way as this JVM otherwise.
    static List<String> command(Class<?> program, String... arguments) throws URISyntaxException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.add("--add-modules");
        command.add("jdk.incubator.vector");
        for (String property : List.of("lanewise.threads", "lanewise.vectorBits", "lanewise.poison")) {
            if (System.getProperty(property) != null) {
                command.add("-D" + property + "=" + System.getProperty(property));
            }
        }
        command.add("-cp");
        command.add(classPath());
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return command;
    }

    /// Where the four modules' classes are, and, patched into the last one, those of the tests.
    private static String classPath() throws URISyntaxException {
        List<Path> places = new ArrayList<>();
        places.add(Path.of("target", "test-classes"));
        for (Class<?> member : List.of(Module.class, Optimizer.class, Tensor.class, NDArray.class)) {
            places.add(Path.of(
                    member.getProtectionDomain().getCodeSource().getLocation().toURI()));
        }
        return places.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }
}
