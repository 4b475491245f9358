/// Optimizers with PyTorch's names, defaults and semantics, as few vector passes over a parameter as its rule
/// allows.
@org.jspecify.annotations.NullMarked
module lanewise.optim {
    requires transitive lanewise.autograd;
    requires jdk.incubator.vector;
    requires static transitive org.jspecify;

    exports lanewise.optim;
    exports lanewise.optim.lr;
}
