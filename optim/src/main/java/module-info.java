/// Optimizers with PyTorch's names, defaults and semantics, each one fused vector pass over a parameter.
@org.jspecify.annotations.NullMarked
module lanewise.optim {
    requires transitive lanewise.autograd;
    requires jdk.incubator.vector;
    requires static transitive org.jspecify;

    exports lanewise.optim;
    exports lanewise.optim.lr;
}
