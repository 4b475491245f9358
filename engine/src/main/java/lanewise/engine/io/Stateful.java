package lanewise.engine.io;

/// What can be saved and restored: modules, optimizers, schedulers.
public interface Stateful {
    /// The state as it stands. Arrays in it are the live ones: [StateDict#copy()] what must not change with them.
    StateDict stateDict();

    /// Takes over a state of the same kind; arrays are copied.
    ///
    /// @throws StateDictException if it does not fit: the message names each key, and nothing has been changed
    void loadStateDict(StateDict state);

    /// Throws what [#loadStateDict] would throw, and changes nothing: so several states can be checked before the
    /// first is taken over.
    ///
    /// Unless it is overridden it loads the state and then the one before again. Whoever holds much compares
    /// without loading instead.
    ///
    /// @throws StateDictException if the state does not fit
    default void checkStateDict(StateDict state) {
        StateDict before = stateDict().copy();
        loadStateDict(state);
        loadStateDict(before);
    }
}
