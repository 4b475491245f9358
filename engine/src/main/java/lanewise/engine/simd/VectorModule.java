package lanewise.engine.simd;

/// Whether the JDK's vector module takes part in this program. On the module path it comes by itself, since
/// `lanewise.engine` requires it; on the class path somebody has to ask for it. Apart from [Lanes], which cannot
/// even be loaded without it.
public final class VectorModule {
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

    private VectorModule() {}

    /// Does nothing if the module is there.
    ///
    /// @throws IllegalStateException if it is missing, with the option that brings it
    public static void require() {
        if (!PRESENT) {
            throw new IllegalStateException(
                    "Lanewise needs the JDK's vector module: start java with --add-modules jdk.incubator.vector");
        }
    }
}
