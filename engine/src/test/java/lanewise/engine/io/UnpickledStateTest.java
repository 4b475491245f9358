package lanewise.engine.io;

import static lanewise.engine.io.PyTorchRefusal.SIX_FLOATS;
import static lanewise.engine.io.PyTorchRefusal.assertRefused;
import static lanewise.engine.io.PyTorchRefusal.assertRefusedWithin;
import static lanewise.engine.io.PyTorchRefusal.load;
import static lanewise.engine.io.PyTorchRefusal.resource;
import static lanewise.engine.io.RawPickle.begin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What a pickle can build and a state cannot hold; and files that hold something else.
class UnpickledStateTest {
    /// `torch.save(model, path)` of PyTorch 1.13: the model itself, by its class.
    @Test
    void aWholeModelIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> PyTorchFile.load(resource("whole_model.pt")))
                .isInstanceOf(FileFormatException.class)
                .hasMessageStartingWith(resource("whole_model.pt").toString())
                .hasMessageContaining("global torch.nn.modules.container.Sequential is not one of those")
                .hasMessageContaining("torch.save(model.state_dict(), path), not torch.save(model, path)");
    }

    /// `torch.save(state, path, _use_new_zipfile_serialization=False)`
    @Test
    void aFileOfBeforeIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> PyTorchFile.load(resource("legacy.pt")))
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining("this is a bare pickle, as torch.save wrote it before PyTorch 1.6; load it in"
                        + " Python and save its state again: torch.save(torch.load(path), path)");
    }

    /// `torch.jit.script(Linear(1, 1)).save(path)`
    @Test
    void torchScriptIsRefusedWithWhatToDo() {
        assertThatThrownBy(() -> PyTorchFile.load(resource("script.pt")))
                .isInstanceOf(FileFormatException.class)
                .hasMessageContaining("torch.save(torch.jit.load(path).state_dict(), path)");
    }

    @Test
    void theOutermostValueMustBeADict() {
        assertRefused(
                RawZip.torch(
                                begin().tensor("0", 6, 0, new long[] {6}, new long[] {1})
                                        .stop(),
                                SIX_FLOATS)
                        .bytes(),
                "the file holds a tensor, where a dict is needed");
        assertRefused(RawZip.torch(begin().numbers(1).stop()).bytes(), "the file holds a tuple of 1, where a dict");
    }

    @Test
    void aKeyMayNotBeThereAsNumberAndAsText() {
        byte[] pickle = begin().op(Opcode.EMPTY_DICT)
                .op(Opcode.MARK)
                .text("0")
                .op(Opcode.NONE)
                .number(0)
                .op(Opcode.NONE)
                .op(Opcode.SETITEMS)
                .asValue();
        assertRefused(RawZip.torch(pickle).bytes(), "\"a.0\": is there twice, by a whole number and by a text");
    }

    @Test
    void aListMayNotContainItself() {
        RawPickle list = begin().op(Opcode.EMPTY_LIST)
                .op(Opcode.BINPUT, 0)
                .op(Opcode.BINGET, 0)
                .op(Opcode.APPEND);
        assertRefused(RawZip.torch(list.asValue()).bytes(), "\"a.0\": contains itself");
    }

    @Test
    void aDictMayNotContainItself() {
        RawPickle dict = begin().op(Opcode.EMPTY_DICT)
                .op(Opcode.BINPUT, 0)
                .text("b")
                .op(Opcode.BINGET, 0)
                .op(Opcode.TUPLE1)
                .op(Opcode.SETITEM);
        assertRefused(RawZip.torch(dict.asValue()).bytes(), "\"a.b.0\": contains itself");
    }

    @Test
    void depthIsLimited() throws IOException {
        assertThat(load(RawZip.torch(nested(99)).bytes()).keys()).containsExactly("a");
        assertRefused(RawZip.torch(nested(100)).bytes(), "values nest deeper than 100");
        assertRefused(RawZip.torch(nested(1_000_000)).bytes(), "values nest deeper than 100");
    }

    private static byte[] nested(int depth) {
        RawPickle pickle = begin().op(Opcode.EMPTY_TUPLE);
        for (int i = 1; i < depth; i++) {
            pickle.op(Opcode.TUPLE1);
        }
        return pickle.asValue();
    }

    /// Each tuple has the one before ten times: forty bytes of pickle each, and in all a tree of 10^20 values.
    @Test
    void sharingIsBounded() {
        RawPickle pickle = begin().op(Opcode.NONE);
        for (int i = 0; i < 20; i++) {
            pickle.op(Opcode.BINPUT, i).op(Opcode.POP).op(Opcode.MARK);
            for (int k = 0; k < 10; k++) {
                pickle.op(Opcode.BINGET, i);
            }
            pickle.op(Opcode.TUPLE);
        }
        assertRefusedWithin(8 << 20, RawZip.torch(pickle.asValue()).bytes(), "share their values would become more");
    }

    /// A list that is there a few times is what Python writes for one object in several places.
    @Test
    void aSharedListIsReadAtEachPlace() throws IOException {
        RawPickle pickle = begin().op(Opcode.MARK).numbers(1, 2).op(Opcode.MEMOIZE);
        pickle.op(Opcode.BINGET, 0).op(Opcode.BINGET, 0).op(Opcode.TUPLE);
        assertThat(load(RawZip.torch(pickle.asValue()).bytes()).list("a"))
                .hasSize(3)
                .containsOnly(Arrays.asList(1L, 2L));
    }
}
