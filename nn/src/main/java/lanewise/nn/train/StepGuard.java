package lanewise.nn.train;

import java.util.ArrayList;
import java.util.List;
import lanewise.engine.AnyArray;
import lanewise.engine.BoolArray;
import lanewise.engine.Generator;
import lanewise.engine.LongArray;
import lanewise.engine.NDArray;
import lanewise.engine.Storage;
import lanewise.engine.io.StateDict;
import lanewise.engine.op.InPlace;

/// What a step changes before the optimizer does: the model's buffers, as running means; the random numbers; and
/// the figures. Notes them before a step, and puts them back when it fails or is to be made again.
final class StepGuard {
    private final RunState<?> state;
    private final List<Generator> generators;
    private final List<Generator.State> positions = new ArrayList<>();
    private final List<Copy> copies = new ArrayList<>();
    private StateDict figures = new StateDict();

    StepGuard(Trainer<?, ?> trainer) {
        state = trainer.state();
        generators = trainer.settings().allGenerators();
        for (AnyArray buffer : trainer.model().buffers()) {
            copies.add(new Copy(buffer));
        }
    }

    /// Before a step. Only buffers that were written since the last time are copied.
    void note() {
        copies.forEach(Copy::take);
        positions.clear();
        positions.addAll(positions());
        figures = state.figures();
    }

    /// As it was when it was noted.
    void restore() {
        copies.forEach(Copy::giveBack);
        setPositions(positions);
        state.setFigures(figures);
    }

    /// Where the random numbers stand now.
    List<Generator.State> positions() {
        return generators.stream().map(Generator::state).toList();
    }

    void setPositions(List<Generator.State> states) {
        for (int i = 0; i < generators.size(); i++) {
            generators.get(i).setState(states.get(i));
        }
    }

    /// A buffer and what it was. Both are contiguous, as buffers are.
    private static final class Copy {
        private final AnyArray buffer;
        private final AnyArray copy;
        private int version;

        Copy(AnyArray buffer) {
            this.buffer = buffer;
            copy = buffer.copy();
            copy.storage().keep();
            version = storage().version();
        }

        void take() {
            if (storage().version() != version) {
                copy(copy, buffer);
                version = storage().version();
            }
        }

        void giveBack() {
            if (storage().version() != version) {
                copy(buffer, copy);
                version = storage().version();
            }
        }

        private Storage storage() {
            return buffer.storage();
        }

        private static void copy(AnyArray to, AnyArray from) {
            if (to instanceof NDArray target && from instanceof NDArray present) {
                InPlace.copy(target, present);
            } else if (to instanceof LongArray target && from instanceof LongArray present) {
                System.arraycopy(present.data(), present.offset(), target.data(), target.offset(), target.elements());
                target.storage().touch();
            } else if (to instanceof BoolArray target && from instanceof BoolArray present) {
                System.arraycopy(present.data(), present.offset(), target.data(), target.offset(), target.elements());
                target.storage().touch();
            }
        }
    }
}
