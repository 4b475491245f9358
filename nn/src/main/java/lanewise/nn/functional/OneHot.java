package lanewise.nn.functional;

import lanewise.autograd.LongTensor;
import lanewise.engine.LongArray;
import lanewise.engine.Shape;
import lanewise.engine.ShapeMismatchException;

/// Numbers as vectors of zeros with a one.
final class OneHot {
    private OneHot() {}

    static LongTensor of(LongTensor input) {
        if (input.elements() == 0) {
            throw new ShapeMismatchException(
                    "oneHot: without numbers " + input.shape() + " the number of classes must be given");
        }
        long largest = 0;
        for (long number : input.toArray()) {
            largest = Math.max(largest, number);
        }
        return of(input, Math.toIntExact(largest + 1));
    }

    static LongTensor of(LongTensor input, int classes) {
        if (classes <= 0) {
            throw new IllegalArgumentException("oneHot: the number of classes is " + classes + "; it must be positive");
        }
        Shape shape = input.shape();
        long[] numbers = input.toArray();
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < 0 || numbers[i] >= classes) {
                throw new IndexOutOfBoundsException("oneHot: the number " + numbers[i] + " at position " + i
                        + " must be from 0 to " + (classes - 1));
            }
        }
        LongArray vectors = LongArray.zeros(shape.inserted(shape.rank(), classes));
        for (int i = 0; i < numbers.length; i++) {
            vectors.data()[i * classes + (int) numbers[i]] = 1;
        }
        return LongTensor.of(vectors);
    }
}
