package lanewise.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import lanewise.autograd.Autograd;
import lanewise.autograd.Tensor;
import lanewise.engine.Generator;
import lanewise.nn.Linear;
import lanewise.nn.Sequential;
import lanewise.nn.Tanh;
import lanewise.optim.Adam;
import org.junit.jupiter.api.Test;

/// A network that learns a function from its differential equation alone, `u″ = −u` with `u(0) = 0` and
/// `u′(0) = 1` (Raissi, Perdikaris, Karniadakis 2019, "Physics-informed neural networks").
class PhysicsInformedTest {
    private static final int STEPS = 600;

    @Test
    void learnsTheSineFromItsEquation() {
        Generator.manualSeed(3);
        var model = new Sequential(new Linear(1, 16), new Tanh(), new Linear(16, 16), new Tanh(), new Linear(16, 1));
        var optimizer = new Adam(model.parameters(), 1e-2);
        Tensor x = Tensor.linspace(0, 2, 32).reshape(32, 1).requiresGrad_(true);
        float first = 0;
        float last = 0;
        for (int step = 0; step < STEPS; step++) {
            Tensor u = model.call(x);
            Tensor slope = Autograd.grad(u.sum(), x, true);
            Tensor curvature = Autograd.grad(slope.sum(), x, true);
            Tensor residual = curvature.add(u).square().mean();
            Tensor start = u.narrow(0, 0, 1).square().sum();
            Tensor rise = slope.narrow(0, 0, 1).sub(1).square().sum();
            Tensor loss = residual.add(start).add(rise);
            optimizer.zeroGrad();
            x.setGrad(null);
            loss.backward();
            optimizer.step();
            first = step == 0 ? loss.item() : first;
            last = loss.item();
        }
        assertThat(last).as("the loss, %s at first", first).isLessThan(first / 500);
        float[] learned = model.call(x).toArray();
        float[] at = x.toArray();
        for (int i = 0; i < at.length; i++) {
            assertThat((double) learned[i]).as("u(%s)", at[i]).isCloseTo(Math.sin(at[i]), within(0.05));
        }
    }
}
