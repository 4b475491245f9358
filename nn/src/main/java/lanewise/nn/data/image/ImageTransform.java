package lanewise.nn.data.image;

import lanewise.engine.Generator;

/// Changes an image, at random or not. A transform itself does not change: several threads use it at once.
///
/// What is random comes from the generator that is given alone, so that an example looks the same in an epoch
/// whoever loads it.
@FunctionalInterface
public interface ImageTransform {
    /// Changes the image in place, or replaces it by one of other sizes.
    void apply(Image image, Generator random);
}
