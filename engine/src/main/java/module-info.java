/// Arrays, operations, kernels, memory, threads and files.
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // lanewise.optim is built after this module
module lanewise.engine {
    requires jdk.incubator.vector;
    requires static transitive org.jspecify;

    exports lanewise.engine;
    exports lanewise.engine.io;
    exports lanewise.engine.op;
    exports lanewise.engine.simd to
            lanewise.optim;
    exports lanewise.engine.parallel to
            lanewise.optim;
    exports lanewise.engine.kernel to
            lanewise.optim; // Muon multiplies matrices in memory of its own
}
