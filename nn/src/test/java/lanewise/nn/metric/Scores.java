package lanewise.nn.metric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.engine.Shape;
import lanewise.engine.io.StateDict;

/// Batches of scores with many ties and some ignored labels, and what they are, row by row.
record Scores(int classes, List<float[]> rows, List<Integer> labels, List<Batch> batches) {
    /// Scores `[b, c]` and labels `[b]`.
    record Batch(Tensor scores, LongTensor labels) {}

    static Scores of(int classes, int... sizes) {
        Generator generator = new Generator(7);
        Scores all = new Scores(classes, new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int size : sizes) {
            float[] scores = new float[size * classes];
            long[] labels = new long[size];
            for (int i = 0; i < scores.length; i++) {
                scores[i] = generator.nextInt(5) / 2f;
            }
            for (int row = 0; row < size; row++) {
                labels[row] = row % 4 == 3 ? -100 : generator.nextInt(classes - 1); // the last class never
                if (labels[row] >= 0) {
                    float[] copy = new float[classes];
                    System.arraycopy(scores, row * classes, copy, 0, classes);
                    all.rows.add(copy);
                    all.labels.add((int) labels[row]);
                }
            }
            all.batches.add(new Batch(Tensor.of(Shape.of(size, classes), scores), LongTensor.of(labels)));
        }
        return all;
    }

    void countInto(Metric<LongTensor> metric) {
        batches.forEach(batch -> metric.update(batch.scores, batch.labels));
    }

    /// The classes of a row, the highest score first, of equal ones the first.
    List<Integer> ranking(int row) {
        return IntStream.range(0, classes)
                .boxed()
                .sorted(Comparator.comparingDouble(c -> -rows.get(row)[c]))
                .toList();
    }

    /// The part of the rows whose label is among the first `k` of the ranking.
    double partAmongFirst(int k) {
        long right = IntStream.range(0, rows.size())
                .filter(row -> ranking(row).subList(0, k).contains(labels.get(row)))
                .count();
        return right / (double) rows.size();
    }

    /// The state of a metric in another one, by way of a file's content.
    static <M extends lanewise.engine.io.Stateful> M restored(M from, M into) throws java.io.IOException {
        into.loadStateDict(StateDict.of(from.stateDict().flatten()));
        return into;
    }
}
