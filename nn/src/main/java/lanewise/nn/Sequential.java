package lanewise.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import lanewise.autograd.Tensor;

/// Layers one after the other: the output of each is the input of the next. Their names are their places: `0`, `1`,
/// ...
///
/// ```java
/// var model = new Sequential(new Linear(1000, 100), new ReLU(), new Linear(100, 10));
/// ```
public final class Sequential extends Layer implements Iterable<Layer> {
    private final List<Layer> layers = new ArrayList<>();

    /// The given layers in this order. Without any, the output is the input.
    public Sequential(Layer... layers) {
        for (Layer layer : layers) {
            append(layer);
        }
    }

    /// Adds a layer at the end. Returns this.
    public Sequential add(Layer layer) {
        append(layer);
        return this;
    }

    /// The layer at a place; -1 is the last.
    ///
    /// @throws IndexOutOfBoundsException if there is none
    public Layer get(int index) {
        int place = index < 0 ? index + layers.size() : index;
        if (place < 0 || place >= layers.size()) {
            throw new IndexOutOfBoundsException("a Sequential of " + layers.size() + " layers has no layer " + index);
        }
        return layers.get(place);
    }

    /// The number of layers.
    public int size() {
        return layers.size();
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor value = input;
        for (Layer layer : layers) {
            Tensor next = layer.call(value);
            if (!value.sharesMemory(input)) { // the caller's, as it is or as a view of it
                value.passedOnTo(next);
            }
            value = next;
        }
        return value;
    }

    @Override
    public Iterator<Layer> iterator() {
        return Collections.unmodifiableList(layers).iterator();
    }

    private void append(Layer layer) {
        layers.add(registerModule(Integer.toString(layers.size()), layer));
    }
}
