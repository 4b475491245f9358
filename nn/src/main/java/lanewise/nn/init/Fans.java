package lanewise.nn.init;

import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// How many inputs a unit of a layer has, and to how many outputs an input goes.
record Fans(int in, int out) {
    static Fans of(String operation, Shape weight) {
        if (weight.rank() < 2) {
            throw new ShapeMismatchException(
                    operation + ": fan-in and fan-out need a tensor of at least 2 dimensions, not " + weight);
        }
        int further = 1;
        for (int d = 2; d < weight.rank(); d++) {
            further *= weight.dim(d);
        }
        return new Fans(weight.dim(1) * further, weight.dim(0) * further);
    }

    int by(FanMode mode) {
        return mode == FanMode.FAN_IN ? in : out;
    }
}
