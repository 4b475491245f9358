package lanewise.engine.op;

/// How [ScatterReduce] reduces the elements that come to one place.
public enum ScatterReduction {
    /// Their sum.
    SUM(0f),
    /// Their product.
    PROD(1f),
    /// Their mean.
    MEAN(0f),
    /// The largest, or NaN if one is.
    AMAX(Float.NEGATIVE_INFINITY),
    /// The smallest, or NaN if one is.
    AMIN(Float.POSITIVE_INFINITY);

    /// The result for no element.
    final float neutral;

    ScatterReduction(float neutral) {
        this.neutral = neutral;
    }
}
