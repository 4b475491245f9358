package lanewise.nn.train;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import lanewise.engine.Generator;
import lanewise.engine.io.FileFormatException;
import lanewise.engine.io.GeneratorState;
import lanewise.engine.io.NamedArrays;
import lanewise.engine.io.SafeTensors;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import lanewise.engine.io.Stateful;

/// All that a run needs to go on where it was broken off, in one file: the states of its parts (model, optimizer,
/// schedulers, data loader, averaged model), of the [global random numbers][Generator#global()], and the place.
///
/// ```java
/// var checkpoint = new Checkpoint(Path.of("run.safetensors"))
///         .with("model", model).with("optimizer", optimizer).with("loader", loader);
/// var start = checkpoint.resume().orElseGet(Checkpoint.Position::start);
/// long step = start.step();
/// for (int epoch = start.epoch(); epoch < 10; epoch++) {
///     for (var batch : loader.epoch(epoch)) {
///         ...
///         if (++step % 1000 == 0) {
///             checkpoint.save(epoch, step);
///         }
///     }
/// }
/// ```
///
/// A resumed run computes what the unbroken one would have computed, bit for bit, if everything that changes while
/// it runs is one of the parts: also each further [Generator], such as that of a dropout of its own.
///
/// The file is in the format safetensors; each tensor has its part's name before its own, as in `model.0.weight`.
/// The states of one part alone are read by `StateDict.load(file).dict("model")`.
///
/// Instances are immutable: `with...` returns another one.
public final class Checkpoint {
    private static final String EPOCH = "epoch";
    private static final String STEP = "step";
    private static final String VALUES = "values";
    private static final String RANDOM = "random";
    private static final List<String> OWN_KEYS = List.of(EPOCH, STEP, VALUES);

    private final Path file;
    private final Map<String, Stateful> parts;
    private final int kept;

    /// A checkpoint of the global random numbers alone; [#with(String, Stateful)] adds the parts. Touches no file.
    public Checkpoint(Path file) {
        this(file, Map.of(RANDOM, new GeneratorState(Generator.global())), 1);
    }

    private Checkpoint(Path file, Map<String, Stateful> parts, int kept) {
        this.file = file;
        this.parts = parts;
        this.kept = kept;
    }

    /// The file.
    public Path file() {
        return file;
    }

    /// Where a run stands.
    ///
    /// @param epoch the epoch that is going on, from 0; if it is over, the next one
    /// @param step how many steps have been made, in all epochs together
    /// @param values what was given to [#save(int, long, StateDict)] besides
    public record Position(int epoch, long step, StateDict values) {
        /// Where a run begins: epoch 0, step 0, no values.
        public static Position start() {
            return new Position(0, 0, new StateDict());
        }
    }

    /// The same with a further part.
    ///
    /// @param name its name in the file
    /// @throws IllegalArgumentException if the name is empty, contains a dot, or is taken
    public Checkpoint with(String name, Stateful part) {
        if (name.isEmpty() || name.indexOf('.') >= 0) {
            throw new IllegalArgumentException(
                    "Checkpoint: a part's name must not be empty or contain a dot; \"" + name + "\" does");
        }
        if (parts.containsKey(name) || OWN_KEYS.contains(name)) {
            throw new IllegalArgumentException("Checkpoint: the name \"" + name + "\" is taken");
        }
        Map<String, Stateful> more = new LinkedHashMap<>(parts);
        more.put(name, part);
        return new Checkpoint(file, more, kept);
    }

    /// The same with a further source of random numbers; the global one is always there.
    ///
    /// @throws IllegalArgumentException as [#with(String, Stateful)]
    public Checkpoint with(String name, Generator generator) {
        return with(name, new GeneratorState(generator));
    }

    /// The same, but each [#save] leaves the files that it replaces beside the new one, with `.1` behind their name
    /// (the one before), `.2` and so on, so that there are `files` of them, the new one included.
    ///
    /// @throws IllegalArgumentException if `files` is less than 1
    public Checkpoint withKept(int files) {
        if (files < 1) {
            throw new IllegalArgumentException("Checkpoint: the files to be kept must be at least 1, not " + files);
        }
        return new Checkpoint(file, parts, files);
    }

    /// Saves all parts; see [#save(int, long, StateDict)].
    public void save(int epoch, long step) throws IOException {
        save(epoch, step, new StateDict());
    }

    /// Saves all parts as they stand. The file appears as a whole, and is on the disk when this returns: whenever
    /// the program or the machine stops, there is a whole checkpoint, this one or the one before.
    ///
    /// @param epoch the epoch to go on with: the present one, or the next if it is over
    /// @param step how many steps have been made
    /// @param values further values to come back with [#resume()]: the best accuracy so far, say
    /// @throws IllegalArgumentException if a number is negative
    /// @throws IOException if the file cannot be written, with its name and the cause; the one before is still
    /// there
    public void save(int epoch, long step, StateDict values) throws IOException {
        if (epoch < 0 || step < 0) {
            throw new IllegalArgumentException(
                    "Checkpoint: epoch is " + epoch + " and step is " + step + "; neither may be negative");
        }
        StateDict state = new StateDict().put(EPOCH, epoch).put(STEP, step).put(VALUES, values);
        parts.forEach((name, part) -> state.put(name, part.stateDict()));
        NamedArrays content = Checksum.sealed(state.flatten());
        try (EarlierFiles earlier = EarlierFiles.of(file, kept)) {
            SafeTensors.write(file, content);
            earlier.shift();
        } catch (IOException e) {
            throw failure("could not be written", e);
        }
    }

    /// Loads the file into all parts, and says where the run stands; nothing if there is no file. All parts are
    /// checked before the first one is changed.
    ///
    /// To be called before the run begins, in any case: it also tries whether the file can be written later.
    ///
    /// @throws StateDictException if the file is not of these parts: the message lists all that is missing,
    ///     unexpected, or of another kind or shape, and nothing has been changed
    /// @throws FileFormatException if the file is damaged; nothing has been changed
    /// @throws IOException if it cannot be read, or could not be written later; nothing has been changed
    public Optional<Position> resume() throws IOException {
        try {
            SafeTensors.checkWritable(file);
        } catch (IOException e) {
            throw failure("could not be written", e);
        }
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        StateDict saved = read();
        Position position = check(saved);
        parts.forEach((name, part) -> part.loadStateDict(saved.dict(name)));
        return Optional.of(position);
    }

    private StateDict read() throws IOException {
        try {
            NamedArrays content = SafeTensors.read(file);
            try {
                Checksum.check(content);
                return StateDict.of(content);
            } catch (FileFormatException e) {
                throw new FileFormatException(file + ": " + e.getMessage());
            }
        } catch (FileFormatException e) {
            throw new FileFormatException("the checkpoint is damaged: " + e.getMessage());
        } catch (IOException e) {
            throw failure("could not be read", e);
        }
    }

    private Position check(StateDict saved) {
        for (String key : OWN_KEYS) {
            if (!saved.has(key)) {
                throw new StateDictException(file + " is not a checkpoint: it has no \"" + key + "\"");
            }
        }
        List<String> misfits = new ArrayList<>();
        parts.forEach((name, part) -> {
            if (!saved.has(name)) {
                misfits.add(name + ": missing");
                return;
            }
            try {
                part.checkStateDict(saved.dict(name));
            } catch (IllegalArgumentException e) {
                misfits.add(name + ": " + String.valueOf(e.getMessage()).replace("\n", "\n  "));
            }
        });
        for (String key : saved.keys()) {
            if (!parts.containsKey(key) && !OWN_KEYS.contains(key)) {
                misfits.add(key + ": unexpected");
            }
        }
        if (!misfits.isEmpty()) {
            throw new StateDictException("the checkpoint " + file + " does not fit, and nothing has been changed:\n  "
                    + String.join("\n  ", misfits));
        }
        long epoch = saved.integer(EPOCH);
        if (epoch < 0 || epoch > Integer.MAX_VALUE) {
            throw new StateDictException(file + ": the epoch is " + epoch + ", which is none");
        }
        return new Position((int) epoch, saved.integer(STEP), saved.dict(VALUES));
    }

    /// With the file's name and the cause in words: a file system's exceptions often have a path as their message.
    private IOException failure(String what, IOException e) {
        String reason = switch (e) {
            case NoSuchFileException missing -> missing.getFile() + " is not there";
            case AccessDeniedException denied -> denied.getFile() + " may not be accessed";
            case NotDirectoryException other -> other.getFile() + " is not a directory";
            case FileSystemException other when other.getReason() != null -> other.getFile() + ": " + other.getReason();
            default -> String.valueOf(e.getMessage());
        };
        return new IOException("the checkpoint " + file + " " + what + ": " + reason, e);
    }
}
