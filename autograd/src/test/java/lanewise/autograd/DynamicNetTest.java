package lanewise.autograd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import lanewise.engine.Generator;
import lanewise.engine.Threads;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Networks trained with tensors alone: the graph is another in every step, and nothing depends on the threads.
class DynamicNetTest {
    private final int threads = Threads.get();

    @AfterEach
    void restoreThreads() {
        Threads.set(threads);
    }

    /// A middle layer that is applied zero to three times, by chance, with the same weights.
    @Test
    void aNetOfRandomDepthLearns() {
        float[] losses = train(200);
        assertThat(mean(losses, 180, 200)).isLessThan(0.2f * mean(losses, 0, 20));
    }

    @Test
    void oneAndTwoThreadsGiveTheSameBits() {
        Threads.set(1);
        float[] one = train(12);
        Threads.set(2);
        assertThat(train(12)).containsExactly(one);
    }

    @Test
    void aLargeStepGivesTheSameBitsAtOneAndTwoThreads() {
        Threads.set(1);
        float[] one = largeStep();
        Threads.set(2);
        assertThat(largeStep()).containsExactly(one);
    }

    private static float[] train(int steps) {
        Generator random = new Generator(1);
        Random depth = new Random(5);
        Tensor x = normal(random, 1, 64, 100);
        Tensor y = normal(random, 1, 64, 10);
        Tensor in = normal(random, 0.1f, 100, 50).requiresGrad_(true);
        Tensor middle = normal(random, 0.1f, 50, 50).requiresGrad_(true);
        Tensor out = normal(random, 0.1f, 50, 10).requiresGrad_(true);
        float[] losses = new float[steps];
        for (int t = 0; t < steps; t++) {
            Tensor h = x.mm(in).clampMin(0);
            for (int i = depth.nextInt(4); i > 0; i--) {
                h = h.mm(middle).clampMin(0);
            }
            Tensor loss = h.mm(out).sub(y).pow(2).mean();
            losses[t] = loss.item();
            loss.backward();
            try (GradMode _ = GradMode.noGrad()) {
                descend(in);
                descend(middle);
                descend(out);
            }
        }
        return losses;
    }

    /// A middle layer that was not used has no gradient.
    private static void descend(Tensor weight) {
        Tensor grad = weight.grad();
        if (grad != null) {
            weight.sub_(grad, 0.5f);
            weight.setGrad(null);
        }
    }

    private static float[] largeStep() {
        Generator random = new Generator(2);
        Tensor x = normal(random, 1, 300, 400);
        Tensor w = normal(random, 0.1f, 400, 350).requiresGrad_(true);
        Tensor b = normal(random, 0.1f, 350).requiresGrad_(true);
        Tensor h = x.mm(w).add(b).tanh();
        h.mul(h.exp()).mean().add(h.softmax(1).square().sum()).backward();
        float[] result = new float[400 * 350 + 350];
        System.arraycopy(BackwardTest.gradient(w), 0, result, 0, 400 * 350);
        System.arraycopy(BackwardTest.gradient(b), 0, result, 400 * 350, 350);
        return result;
    }

    private static Tensor normal(Generator random, float std, int... sizes) {
        Tensor tensor = Tensor.zeros(sizes);
        random.fillNormal(tensor.array(), 0, std);
        return tensor;
    }

    private static float mean(float[] values, int from, int to) {
        float sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
