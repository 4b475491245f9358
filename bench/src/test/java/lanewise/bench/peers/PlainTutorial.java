package lanewise.bench.peers;

import java.util.List;

/// The tutorial's step as plain loops.
final class PlainTutorial implements Work {
    private static final int BATCH = Problem.Tutorial.BATCH;
    private static final int IN = Problem.Tutorial.IN;
    private static final int HIDDEN = Problem.Tutorial.HIDDEN;
    private static final int OUT = Problem.Tutorial.OUT;

    private final TutorialInputs inputs = new TutorialInputs();
    private final List<float[]> parameters = inputs.parameters;
    private List<float[]> gradients = zeros();
    private final List<float[]> first = zeros();
    private final List<float[]> second = zeros();
    private double loss;
    private int steps;

    private static List<float[]> zeros() {
        return List.of(new float[HIDDEN * IN], new float[HIDDEN], new float[OUT * HIDDEN], new float[OUT]);
    }

    /// `Σ ‖W₂·max(W₁·x + b₁, 0) + b₂ − y‖²`, its gradient row by row, then Adam.
    @Override
    public void run() {
        gradients = zeros();
        loss = 0;
        for (int row = 0; row < BATCH; row++) {
            differentiate(row);
        }
        steps++;
        for (int i = 0; i < parameters.size(); i++) {
            update(parameters.get(i), gradients.get(i), first.get(i), second.get(i));
        }
    }

    private void differentiate(int row) {
        double[] hidden = new double[HIDDEN];
        double[] hiddenGradient = new double[HIDDEN];
        for (int j = 0; j < HIDDEN; j++) {
            double sum = parameters.get(1)[j];
            for (int i = 0; i < IN; i++) {
                sum += (double) parameters.get(0)[j * IN + i] * inputs.x[row * IN + i];
            }
            hidden[j] = Math.max(sum, 0);
        }
        for (int k = 0; k < OUT; k++) {
            double difference = parameters.get(3)[k] - (double) inputs.y[row * OUT + k];
            for (int j = 0; j < HIDDEN; j++) {
                difference += parameters.get(2)[k * HIDDEN + j] * hidden[j];
            }
            loss += difference * difference;
            gradients.get(3)[k] += (float) (2 * difference);
            for (int j = 0; j < HIDDEN; j++) {
                gradients.get(2)[k * HIDDEN + j] += (float) (2 * difference * hidden[j]);
                hiddenGradient[j] += 2 * difference * parameters.get(2)[k * HIDDEN + j];
            }
        }
        for (int j = 0; j < HIDDEN; j++) {
            if (hidden[j] > 0) {
                gradients.get(1)[j] += (float) hiddenGradient[j];
                for (int i = 0; i < IN; i++) {
                    gradients.get(0)[j * IN + i] += (float) (hiddenGradient[j] * inputs.x[row * IN + i]);
                }
            }
        }
    }

    private void update(float[] p, float[] g, float[] m, float[] v) {
        double firstScale = 1 - Math.pow(0.9, steps);
        double secondScale = 1 - Math.pow(0.999, steps);
        for (int i = 0; i < p.length; i++) {
            m[i] = (float) (0.9 * m[i] + 0.1 * g[i]);
            v[i] = (float) (0.999 * v[i] + 0.001 * g[i] * g[i]);
            double step = m[i] / firstScale / (Math.sqrt(v[i] / secondScale) + 1e-8);
            p[i] -= (float) (Problem.Tutorial.LEARNING_RATE * step);
        }
    }

    @Override
    public void result(Digest digest) {
        digest.add("loss", (float) loss);
        gradients.forEach(gradient -> digest.add("gradients", gradient));
        parameters.forEach(parameter -> digest.add("parameters", parameter));
    }
}
