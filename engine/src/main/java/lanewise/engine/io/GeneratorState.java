package lanewise.engine.io;

import lanewise.engine.Generator;

/// The state of a [Generator] as one that can be saved: `seed` and `position`, two whole numbers. A generator that
/// it is loaded into gives the numbers that the saved one would have given next.
public final class GeneratorState implements Stateful {
    private final Generator generator;

    /// A handle on `generator`: it reads and sets the generator's present state.
    public GeneratorState(Generator generator) {
        this.generator = generator;
    }

    @Override
    public StateDict stateDict() {
        Generator.State state = generator.state();
        return new StateDict().put("seed", state.seed()).put("position", state.position());
    }

    @Override
    public void loadStateDict(StateDict state) {
        generator.setState(read(state));
    }

    @Override
    public void checkStateDict(StateDict state) {
        read(state);
    }

    private static Generator.State read(StateDict state) {
        return new Generator.State(state.integer("seed"), state.integer("position"));
    }
}
