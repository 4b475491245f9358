/// Optimizers and learning-rate schedulers.
@org.jspecify.annotations.NullMarked
module lanewise.optim {
    requires transitive lanewise.autograd;
    requires static transitive org.jspecify;
}
