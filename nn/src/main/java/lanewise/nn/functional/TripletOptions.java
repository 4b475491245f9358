package lanewise.nn.functional;

/// Options of the triplet margin loss.
///
/// @param margin by how much more the negative must be away than the positive
/// @param p the norm of the distances
/// @param eps what is added to each difference
/// @param swap whether the distance between positive and negative counts, where it is less than that of the anchor
///     (Balntas et al. 2016, "Learning shallow convolutional feature descriptors with triplet losses")
public record TripletOptions(double margin, double p, double eps, boolean swap) {
    /// A margin of 1, the Euclidean distance, 1e-6, no swap.
    public TripletOptions() {
        this(1.0, 2.0, 1e-6, false);
    }

    /// The same with another margin.
    public TripletOptions withMargin(double margin) {
        return new TripletOptions(margin, p, eps, swap);
    }

    /// The same with another norm.
    public TripletOptions withP(double p) {
        return new TripletOptions(margin, p, eps, swap);
    }

    /// The same with or without the swap.
    public TripletOptions withSwap(boolean swap) {
        return new TripletOptions(margin, p, eps, swap);
    }
}
