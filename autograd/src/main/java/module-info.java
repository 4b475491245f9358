/// Differentiable tensors over the engine.
@org.jspecify.annotations.NullMarked
module lanewise.autograd {
    requires transitive lanewise.engine;
    requires static transitive org.jspecify;
}
