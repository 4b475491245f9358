package lanewise.bench.peers;

import java.nio.file.Path;
import java.security.CodeSource;

/// The jar that a class comes from, whose name tells the version.
final class Jar {
    private Jar() {}

    /// Its name without the ending, as in `pytorch-2.13.0-1.5.14`.
    static String of(Class<?> member) {
        CodeSource source = member.getProtectionDomain().getCodeSource();
        if (source == null) {
            return member.getName();
        }
        String file = Path.of(source.getLocation().getPath()).toFile().getName();
        return file.endsWith(".jar") ? file.substring(0, file.length() - ".jar".length()) : file;
    }
}
