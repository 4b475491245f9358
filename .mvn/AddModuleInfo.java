import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.spi.ToolProvider;
import java.util.zip.ZipFile;

/// `AddModuleInfo <jar> <classes> <version> <time>` puts the module descriptor into the jar, unless it is there:
/// an untouched jar saves the modules that depend on it from being compiled again.
final class AddModuleInfo {
    private static final String DESCRIPTOR = "module-info.class";

    public static void main(String[] args) throws IOException {
        var jar = Path.of(args[0]);
        var classes = Path.of(args[1]);
        if (isUpToDate(jar, classes.resolve(DESCRIPTOR))) return;

        var version = "--module-version=" + args[2];
        var date = "--date=" + args[3];
        int exit = ToolProvider.findFirst("jar")
                .orElseThrow()
                .run(System.out, System.err, "-u", "-f", args[0], version, date, "-C", args[1], DESCRIPTOR);
        System.exit(exit);
    }

    private static boolean isUpToDate(Path jar, Path descriptor) throws IOException {
        if (Files.getLastModifiedTime(descriptor).compareTo(Files.getLastModifiedTime(jar)) > 0) return false;
        try (var zip = new ZipFile(jar.toFile())) {
            return zip.getEntry(DESCRIPTOR) != null;
        }
    }
}
