package lanewise.nn.data;

import java.io.IOException;

/// Examples that are made one at a time, from a file each for example. A [CollatedDataset] makes batches of them.
///
/// @param <E> the type of an example
public interface ExampleSource<E> {
    /// The number of examples.
    int size();

    /// The example with this number.
    ///
    /// @param number from 0 to below [#size()]
    /// @throws IOException if it cannot be read
    E get(int number) throws IOException;
}
