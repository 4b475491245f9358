package lanewise.samples;

import lanewise.engine.Generator;
import lanewise.engine.Threads;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The options that every program of the series takes.
@Command(mixinStandardHelpOptions = true, sortOptions = false)
public final class SampleOptions {
    @Spec
    CommandSpec spec = CommandSpec.create();

    @Option(names = "--steps", paramLabel = "N", description = "Training steps (default: ${DEFAULT-VALUE}).")
    int steps;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of all random numbers (default: ${DEFAULT-VALUE}).")
    long seed = 42;

    @Option(names = "--threads", paramLabel = "N", description = "Threads to compute with (default: one a processor).")
    int threads = 0;

    private SampleOptions(int steps) {
        this.steps = steps;
    }

    /// Reads the command line of a program with the given name and purpose, and sets the seed and the threads.
    /// After `--help` or a mistake it prints what is to be printed and ends the process.
    ///
    /// The plain call goes past picocli: parsing nothing would cost a short program a good part of its time.
    public static SampleOptions parse(String name, String purpose, int defaultSteps, String... args) {
        SampleOptions options = new SampleOptions(defaultSteps);
        if (args.length > 0) {
            options.read(name, purpose, args);
        }
        Generator.manualSeed(options.seed);
        if (options.threads != 0) {
            Threads.set(options.threads);
        }
        return options;
    }

    /// How many training steps to take.
    public int steps() {
        return steps;
    }

    private void read(String name, String purpose, String... args) {
        CommandLine line = new CommandLine(this).setCommandName(name);
        line.getCommandSpec().usageMessage().description(purpose);
        try {
            line.parseArgs(args);
            if (line.isUsageHelpRequested()) {
                line.usage(System.out);
                System.exit(CommandLine.ExitCode.OK);
            }
            check();
        } catch (ParameterException mistake) {
            System.err.println(mistake.getMessage());
            line.usage(System.err);
            System.exit(CommandLine.ExitCode.USAGE);
        }
    }

    private void check() {
        if (steps < 1) {
            throw new ParameterException(spec.commandLine(), "--steps is " + steps + "; it must be at least 1");
        }
        if (threads < 0 || threads > 1024) {
            throw new ParameterException(spec.commandLine(), "--threads is " + threads + "; it must be from 1 to 1024");
        }
    }
}
