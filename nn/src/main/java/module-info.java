/// Layers, losses, data loading and training.
@org.jspecify.annotations.NullMarked
module lanewise.nn {
    requires transitive lanewise.autograd;
    requires transitive lanewise.optim;
    requires static transitive org.jspecify;
}
