/// Layers, losses, initialisers, data loading, and what training needs around them. Brings the other modules with
/// it.
@org.jspecify.annotations.NullMarked
module lanewise.nn {
    requires transitive lanewise.autograd;
    requires transitive lanewise.optim;
    requires static java.desktop; // ImageIO, for image folders alone: who reads none does not load it
    requires static transitive org.jspecify;

    exports lanewise.nn;
    exports lanewise.nn.data;
    exports lanewise.nn.data.image;
    exports lanewise.nn.data.text;
    exports lanewise.nn.functional;
    exports lanewise.nn.init;
    exports lanewise.nn.metric;
    exports lanewise.nn.train;
}
