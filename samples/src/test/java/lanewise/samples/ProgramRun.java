package lanewise.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lanewise.engine.Threads;
import picocli.CommandLine;

/// A run of a program inside this process.
///
/// @param exitCode 0 if all went well
/// @param output what it printed on standard output
/// @param errors what picocli printed
record ProgramRun(int exitCode, String output, String errors) {
    static ProgramRun of(CommandLine program, String... arguments) {
        PrintStream console = System.out;
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        StringWriter errors = new StringWriter();
        int threads = Threads.get();
        try {
            System.setOut(new PrintStream(output, true, StandardCharsets.UTF_8));
            int exitCode = program.setErr(new PrintWriter(errors)).execute(arguments);
            return new ProgramRun(exitCode, output.toString(StandardCharsets.UTF_8), errors.toString());
        } finally {
            System.setOut(console);
            Threads.set(threads);
        }
    }

    /// The number that the last match of a pattern has as its group.
    double number(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(output);
        String last = null;
        while (matcher.find()) {
            last = matcher.group(1);
        }
        assertThat(last).as("%s in %s", pattern, output).isNotNull();
        return Double.parseDouble(last);
    }
}
