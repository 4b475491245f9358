package lanewise.bench.peers;

import java.util.Collections;
import java.util.List;
import lanewise.engine.Shape;

/// Parameters that an optimizer is timed on.
enum ParameterSet {
    /// Those of the tutorial's network, 101,110 in all.
    TUTORIAL("101110 in 4", List.of(Shape.of(100, 1000), Shape.of(100), Shape.of(10, 100), Shape.of(10))),
    /// One matrix of a million.
    MILLION("1e6", List.of(Shape.of(1000, 1000))),
    /// 25 million in fifty matrices.
    LARGE("25e6 in 50", Collections.nCopies(50, Shape.of(500, 1000))),
    /// A hundred thousand in a thousand vectors.
    SMALL_ONES("1e5 in 1000", Collections.nCopies(1000, Shape.of(100)));

    final String label;
    final List<Shape> shapes;

    ParameterSet(String label, List<Shape> shapes) {
        this.label = label;
        this.shapes = shapes;
    }

    int elements() {
        return shapes.stream().mapToInt(Shape::elements).sum();
    }
}
