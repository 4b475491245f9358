package lanewise.samples;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/// Runs the programs that have a command line of their own.
final class SampleCommand {
    private SampleCommand() {}

    /// A program as a command, which prints a problem in one line and then has an exit code that is not 0.
    static CommandLine of(Callable<Integer> program) {
        return new CommandLine(program).setExecutionExceptionHandler((problem, line, _) -> {
            line.getErr().println(line.getCommandName() + ": " + inWords(problem));
            return line.getCommandSpec().exitCodeOnExecutionException();
        });
    }

    /// A file system's exceptions often have nothing but a path as their message.
    private static String inWords(Exception problem) {
        return switch (problem) {
            case NoSuchFileException e when e.getReason() == null -> e.getFile() + " is not there";
            case AccessDeniedException e when e.getReason() == null -> e.getFile() + " may not be accessed";
            case FileSystemException e when e.getReason() != null -> e.getFile() + ": " + e.getReason();
            default -> String.valueOf(problem.getMessage());
        };
    }
}
