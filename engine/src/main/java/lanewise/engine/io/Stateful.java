package lanewise.engine.io;

/// What can be saved and restored: modules, optimizers, schedulers.
public interface Stateful {
    /// The state as it stands. Arrays in it are the live ones: [StateDict#copy()] what must not change with them.
    StateDict stateDict();

    /// Takes over a state of the same kind; arrays are copied.
    ///
    /// @throws StateDictException if it does not fit: the message names each key, and nothing has been changed
    void loadStateDict(StateDict state);
}
