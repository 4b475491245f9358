package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import lanewise.autograd.Tensor;
import lanewise.engine.AnyArray;
import lanewise.engine.Generator;
import lanewise.engine.NDArray;
import lanewise.engine.io.FileFormatException;
import lanewise.engine.io.SafeTensors;
import lanewise.engine.io.StateDict;
import lanewise.engine.io.StateDictException;
import lanewise.engine.io.Stateful;
import lanewise.nn.Linear;
import lanewise.nn.ReLU;
import lanewise.nn.Sequential;
import lanewise.optim.Adam;
import lanewise.optim.SGD;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("once")
class CheckpointTest {
    @TempDir
    Path folder;

    /// A model with an optimizer that has made a step.
    private static final class Run {
        final Sequential model = new Sequential(new Linear(2, 3), new ReLU(), new Linear(3, 1));
        final Adam optimizer = new Adam(model.parameters(), 0.1);

        Run() {
            model.call(Tensor.ones(1, 2)).sum().backward();
            optimizer.step();
        }

        Checkpoint in(Path file) {
            return new Checkpoint(file).with("model", model).with("optimizer", optimizer);
        }

        /// Everything, as text that tells any two apart.
        String text() {
            StringBuilder text = new StringBuilder();
            for (Stateful part : List.of(model, optimizer)) {
                var content = part.stateDict().flatten();
                content.arrays().forEach((name, array) -> text.append(name).append(elements(array)));
                text.append(content.metadata());
            }
            return text.append(Generator.global().state()).toString();
        }

        private static String elements(AnyArray array) {
            return array instanceof NDArray floats ? Arrays.toString(floats.toArray()) : array.toString();
        }
    }

    private Path file() {
        return folder.resolve("run.safetensors");
    }

    private List<String> files() {
        String[] names = folder.toFile().list();
        Arrays.sort(names);
        return List.of(names);
    }

    @Test
    void bringsEverythingBack() throws IOException {
        Run saved = new Run();
        Generator.manualSeed(-5);
        Generator.global().nextInt(10);
        saved.in(file()).save(3, 1L << 40, new StateDict().put("best", 0.9).put("name", "net"));
        String before = saved.text();

        Run resumed = new Run();
        Generator.manualSeed(6);
        Checkpoint.Position position = resumed.in(file()).resume().orElseThrow();
        assertThat(resumed.text()).isEqualTo(before);
        assertThat(position.epoch()).isEqualTo(3);
        assertThat(position.step()).isEqualTo(1L << 40);
        assertThat(position.values().number("best")).isEqualTo(0.9);
        assertThat(position.values().text("name")).isEqualTo("net");
    }

    @Test
    void withoutAFileThereIsNothingToResume() throws IOException {
        Run run = new Run();
        String before = run.text();
        assertThat(run.in(file()).resume()).isEmpty();
        assertThat(run.text()).isEqualTo(before);
        assertThat(files()).isEmpty();
        assertThat(Checkpoint.Position.start().epoch()).isZero();
        assertThat(Checkpoint.Position.start().step()).isZero();
    }

    @Test
    void eachSaveReplacesTheFile() throws IOException {
        Run run = new Run();
        run.in(file()).save(0, 1);
        run.in(file()).save(0, 2);
        assertThat(run.in(file()).resume().orElseThrow().step()).isEqualTo(2);
        assertThat(files()).containsExactly("run.safetensors");
    }

    @Test
    void aPartOfTheFileIsAStateOfItsOwn() throws IOException {
        Run run = new Run();
        run.in(file()).save(0, 1);
        assertThat(SafeTensors.read(file()).arrays().keySet())
                .contains("model.0.weight", "model.2.bias", "optimizer.state.0.exp_avg");
        Sequential other = new Run().model;
        other.loadStateDict(StateDict.load(file()).dict("model"));
        assertThat(other.stateDict().array("0.weight").toArray())
                .isEqualTo(run.model.stateDict().array("0.weight").toArray());
    }

    @Test
    void anotherGeneratorIsAPart() throws IOException {
        Generator generator = new Generator(3);
        Checkpoint checkpoint = new Checkpoint(file()).with("noise", generator);
        generator.nextInt(5);
        checkpoint.save(0, 0);
        Generator.State saved = generator.state();
        generator.nextInt(5);
        checkpoint.resume();
        assertThat(generator.state()).isEqualTo(saved);
    }

    @Test
    void whatDoesNotFitIsListedOverAllPartsAndNothingIsChanged() throws IOException {
        new Run().in(file()).with("old", new SGD(List.of(Tensor.ones(1)))).save(0, 1);

        Run run = new Run();
        Sequential wider = new Sequential(new Linear(2, 4), new ReLU(), new Linear(4, 1, false), new Linear(1, 1));
        Checkpoint checkpoint = run.in(file()).with("wider", wider).with("loader", new Generator(1));
        String before = run.text();
        assertThatThrownBy(checkpoint::resume)
                .isInstanceOf(StateDictException.class)
                .hasMessage("the checkpoint " + file() + " does not fit, and nothing has been changed:\n"
                        + "  wider: missing\n  loader: missing\n  old: unexpected");
        assertThat(run.text()).isEqualTo(before);

        Adam groups = new Adam(run.model.parameters(), 0.5);
        groups.addParamGroup(List.of(Tensor.ones(1)));
        Checkpoint other = new Checkpoint(file())
                .with("model", wider)
                .with("optimizer", groups)
                .with("old", new Adam(List.of(Tensor.ones(1))));
        StateDict wide = wider.stateDict().copy();
        assertThatThrownBy(other::resume)
                .isInstanceOf(StateDictException.class)
                .hasMessageStartingWith("""
                    the checkpoint %s does not fit, and nothing has been changed:
                      model: the state does not fit the Sequential:
                        missing: 3.weight, 3.bias
                        unexpected: 2.bias
                        of another kind or shape: 0.weight is float32 [3, 2], not float32 [4, 2]; \
                    0.bias is float32 [3], not float32 [4]; 2.weight is float32 [1, 3], not float32 [1, 4]
                      optimizer: \
                    """.formatted(file()))
                .hasMessageContaining("param_groups: the state has 1 groups of parameters, the optimizer 2");
        assertThat(wider.stateDict().array("0.weight").toArray())
                .isEqualTo(wide.array("0.weight").toArray());
    }

    /// A part that fits, in front of one that does not.
    @Test
    void theFirstPartIsNotChangedIfTheLastOneDoesNotFit() throws IOException {
        new Run().in(file()).save(0, 1);
        Run run = new Run();
        Generator.manualSeed(77);
        String before = run.text();
        Checkpoint checkpoint = run.in(file()).with("more", new Generator(1));
        assertThatThrownBy(checkpoint::resume).isInstanceOf(StateDictException.class);
        assertThat(run.text()).isEqualTo(before);
    }

    @Test
    void anyOtherFileIsNoCheckpoint() throws IOException {
        Run run = new Run();
        run.model.stateDict().save(file());
        assertThatThrownBy(() -> run.in(file()).resume())
                .isInstanceOf(StateDictException.class)
                .hasMessage(file() + " is not a checkpoint: it has no \"epoch\"");
    }

    /// A file that was cut off, or has one bit changed, at every place: either that is seen, or
    /// nothing of what is read depends on it.
    @Test
    void damageIsSeen() throws IOException {
        Run run = new Run();
        Generator.manualSeed(4);
        run.in(file()).save(1, 2);
        String saved = run.text();
        byte[] bytes = Files.readAllBytes(file());
        for (int length = 0; length < bytes.length; length += 101) {
            Path cut = Files.write(folder.resolve("cut" + length), Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> run.in(cut).resume())
                    .isInstanceOf(FileFormatException.class)
                    .hasMessageStartingWith("the checkpoint is damaged: " + cut + ": ");
        }
        int seen = 0;
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.WRITE)) {
            for (int i = 0; i < bytes.length; i++) {
                channel.write(ByteBuffer.wrap(new byte[] {(byte) (bytes[i] ^ 1 << i % 8)}), i);
                try {
                    Checkpoint.Position position = run.in(file()).resume().orElseThrow();
                    assertThat(position.epoch()).as("byte %d", i).isEqualTo(1);
                    assertThat(position.step()).as("byte %d", i).isEqualTo(2);
                } catch (IOException e) {
                    seen++;
                }
                channel.write(ByteBuffer.wrap(bytes, i, 1), i);
                assertThat(run.text()).as("byte %d", i).isEqualTo(saved);
            }
        }
        assertThat(seen).isGreaterThan(bytes.length * 9 / 10);
    }

    @Test
    void aChangedNumberIsDamage() throws IOException {
        Run run = new Run();
        run.in(file()).save(1, 2);
        byte[] bytes = Files.readAllBytes(file());
        bytes[bytes.length - 1] ^= 1;
        Files.write(file(), bytes);
        assertThatThrownBy(() -> run.in(file()).resume())
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining("its checksum is")
                .hasMessageContaining("some of its bytes have changed");
    }

    @Test
    void aWrongPathFailsBeforeTheRunBegins() throws IOException {
        Run run = new Run();
        Path missing = folder.resolve("missing").resolve("run");
        assertThatThrownBy(() -> run.in(missing).resume())
                .isInstanceOf(IOException.class)
                .hasMessage("the checkpoint " + missing + " could not be written: " + missing.getParent()
                        + " is not there");
        assertThatThrownBy(() -> run.in(folder).resume())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(folder + " is a directory, not a file to be written");
        Path plain = Files.createFile(folder.resolve("plain"));
        Path below = plain.resolve("run");
        assertThatThrownBy(() -> run.in(below).resume())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("the checkpoint " + below + " could not be written: ");
        assertThat(files()).containsExactly("plain");
    }

    @Test
    void aSaveThatFailsLeavesTheOldFile() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("disk"));
        Run run = new Run();
        Checkpoint checkpoint = run.in(directory.resolve("run")).withKept(2);
        checkpoint.save(0, 1);
        Path gone = Files.move(directory, folder.resolve("unmounted"));
        assertThatThrownBy(() -> checkpoint.save(0, 2))
                .isInstanceOf(IOException.class)
                .hasMessage("the checkpoint " + directory.resolve("run") + " could not be written: " + directory
                        + " is not there");
        Files.move(gone, directory);
        StateDict unwritable = new StateDict().put("half of a pair", "\ud800");
        assertThatThrownBy(() -> checkpoint.save(0, 2, unwritable)).isInstanceOf(IllegalArgumentException.class);
        assertThat(checkpoint.resume().orElseThrow().step()).isEqualTo(1);
        assertThat(directory.toFile().list()).containsExactly("run");
    }

    @Test
    void keepsTheLastFiles() throws IOException {
        Run run = new Run();
        Checkpoint checkpoint = run.in(file()).withKept(3);
        for (int step = 1; step <= 5; step++) {
            checkpoint.save(0, step);
            assertThat(files()).hasSize(Math.min(step, 3));
        }
        assertThat(files()).containsExactly("run.safetensors", "run.safetensors.1", "run.safetensors.2");
        assertThat(step(run, "run.safetensors")).isEqualTo(5);
        assertThat(step(run, "run.safetensors.1")).isEqualTo(4);
        assertThat(step(run, "run.safetensors.2")).isEqualTo(3);
    }

    /// Killed before the new file was there, or after that but before the old ones moved up.
    @Test
    void keepsTheLastFilesOfAKilledRunToo() throws IOException {
        Run run = new Run();
        Checkpoint checkpoint = run.in(file()).withKept(3);
        checkpoint.save(0, 1);
        Path held = folder.resolve("run.safetensors.0");
        Files.createLink(held, file());
        checkpoint.save(0, 2);
        assertThat(files()).containsExactly("run.safetensors", "run.safetensors.1");
        assertThat(step(run, "run.safetensors.1")).isEqualTo(1);

        Files.createLink(held, file());
        run.in(file()).save(0, 3);
        checkpoint.save(0, 4);
        assertThat(files()).containsExactly("run.safetensors", "run.safetensors.1", "run.safetensors.2");
        assertThat(step(run, "run.safetensors.1")).isEqualTo(3);
        assertThat(step(run, "run.safetensors.2")).isEqualTo(2);
    }

    private long step(Run run, String name) throws IOException {
        return run.in(folder.resolve(name)).resume().orElseThrow().step();
    }

    @Test
    void refusesNamesAndNumbers() {
        Run run = new Run();
        Checkpoint checkpoint = run.in(file());
        for (String taken : List.of("model", "epoch", "step", "values", "random")) {
            assertThatThrownBy(() -> checkpoint.with(taken, run.model))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Checkpoint: the name \"" + taken + "\" is taken");
        }
        assertThatThrownBy(() -> checkpoint.with("a.b", run.model))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Checkpoint: a part's name must not be empty or contain a dot; \"a.b\" does");
        assertThatThrownBy(() -> checkpoint.with("", run.model)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> checkpoint.withKept(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Checkpoint: the files to be kept must be at least 1, not 0");
        assertThatThrownBy(() -> checkpoint.save(-1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Checkpoint: epoch is -1 and step is 0; neither may be negative");
    }
}
