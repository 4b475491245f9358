/// Tensors with gradients: operations of the engine, recorded and run backwards.
@org.jspecify.annotations.NullMarked
module lanewise.autograd {
    requires transitive lanewise.engine;
    requires static transitive org.jspecify;

    exports lanewise.autograd;
}
