package lanewise.samples;

import java.util.List;
import java.util.function.Function;
import lanewise.autograd.GradMode;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.Workspace;
import lanewise.nn.CrossEntropyLoss;
import lanewise.nn.Module;
import lanewise.samples.CharacterText.Windows;

/// How well a model predicted: sums over the examples seen.
///
/// @param lossSum the sum of their losses
/// @param correct how many were predicted correctly
/// @param count how many there were
record Figures(double lossSum, long correct, long count) {
    /// Of no example.
    static final Figures NONE = new Figures(0, 0, 0);

    /// Of a batch.
    ///
    /// @param loss the mean, `[]`
    /// @param logits `[n, classes]`
    /// @param labels `[n]`
    static Figures of(Tensor loss, Tensor logits, LongTensor labels) {
        long[] answers = logits.argmax(1).toArray();
        long[] truth = labels.toArray();
        int correct = 0;
        for (int i = 0; i < truth.length; i++) {
            correct += answers[i] == truth[i] ? 1 : 0;
        }
        return new Figures((double) loss.item() * truth.length, correct, truth.length);
    }

    /// Of a language model on parts of a text, in evaluation mode.
    ///
    /// @param logits of the character after each, `[n, steps, vocabulary]`
    static Figures of(Module model, Function<LongTensor, Tensor> logits, List<Windows> batches) {
        CrossEntropyLoss lossFn = new CrossEntropyLoss();
        Figures sum = NONE;
        model.eval();
        try (var _ = GradMode.noGrad()) {
            for (Windows batch : batches) {
                try (Workspace _ = Workspace.open()) {
                    Tensor rows = logits.apply(batch.characters()).flatten(0, 1);
                    sum = sum.plus(of(lossFn.call(rows, batch.next()), rows, batch.next()));
                }
            }
        }
        model.train();
        return sum;
    }

    Figures plus(Figures other) {
        return new Figures(lossSum + other.lossSum, correct + other.correct, count + other.count);
    }

    /// The mean loss.
    double loss() {
        return lossSum / count;
    }

    /// The part that was predicted correctly.
    double accuracy() {
        return correct / (double) count;
    }
}
