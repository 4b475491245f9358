package lanewise.engine.op;

/// An [Operation], and nothing else, to whoever names many of them and uses few in a run, as the methods of a
/// tensor do: before a class is used the virtual machine checks that what it passes as an `Operation` is one, and
/// loads every class it passes for that, some fifty; what is passed as an interface it checks when it is called.
/// That saves a program's start ten milliseconds.
public sealed interface Applicable permits Operation {}
