package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lanewise.autograd.Tensor;
import lanewise.engine.NDArray;
import lanewise.engine.Workspace;
import lanewise.engine.io.StateDict;
import lanewise.engine.op.Reduction;
import lanewise.nn.L1Loss;
import lanewise.nn.MSELoss;
import lanewise.nn.Sequential;
import lanewise.optim.Optimizer;
import lanewise.samples.conformance.calls.MissingException;

/// Whole runs from given weights on given data. A loss may stray from PyTorch's in double four times as far as
/// PyTorch's own in float32 does at most.
final class TrainingCases implements CaseGroup {
    /// How a case describes its run, as `Sequential(...); loss = MSELoss(reduction=sum)(model(x), y); ...`.
    private static final Pattern WHAT =
            Pattern.compile("(Sequential\\(.*?\\))\\s*;\\s*loss\\s*=\\s*(\\w+)\\((?:reduction=(\\w+))?\\)"
                    + "\\(model\\(x\\), *y\\)\\s*(?:;.*)?");

    private static final Map<String, Function<Reduction, BinaryOperator<Tensor>>> LOSSES = Map.of(
            "MSELoss", reduction -> new MSELoss(reduction)::call,
            "L1Loss", reduction -> new L1Loss(reduction)::call);

    /// From here on RMSprop's run is chaotic: every rounding leads elsewhere.
    private static final int RMSPROP_ITERATIONS = 100;

    @Override
    public String folder() {
        return "training";
    }

    @Override
    public void run(JsonNode run, CaseFile file, Comparison comparison) {
        String text = run.path("what").asText();
        Matcher what = WHAT.matcher(text);
        if (!what.matches()) {
            throw new MissingException("model " + text);
        }
        Sequential model = ModelText.build(what.group(1));
        BinaryOperator<Tensor> loss = loss(what.group(2), what.group(3));
        OptimizerKind<?> kind = OptimizerKind.named(run.path("optimizer").asText());
        model.loadStateDict(weights(run, file));
        Optimizer<?> optimizer = kind.build(run, model.parameters());
        double[] losses = train(run, file, model, loss, optimizer);
        compareLosses(run, losses, comparison);
        compareWeights(run, file, model, comparison);
    }

    private static StateDict weights(JsonNode run, CaseFile file) {
        StateDict weights = new StateDict();
        for (Map.Entry<String, JsonNode> weight : run.path("weights").properties()) {
            weights.put(weight.getKey(), file.floats(weight.getValue()));
        }
        return weights;
    }

    private static double[] train(
            JsonNode run, CaseFile file, Sequential model, BinaryOperator<Tensor> lossFn, Optimizer<?> optimizer) {
        Tensor x = file.tensor(run.path("data").path("x"));
        Tensor y = file.tensor(run.path("data").path("y"));
        double[] losses = new double[run.path("iterations").asInt()];
        for (int t = 0; t < losses.length; t++) {
            try (Workspace _ = Workspace.open()) {
                Tensor loss = lossFn.apply(model.call(x), y);
                losses[t] = loss.item();
                optimizer.zeroGrad();
                loss.backward();
                optimizer.step();
            }
        }
        return losses;
    }

    private static void compareLosses(JsonNode run, double[] losses, Comparison comparison) {
        boolean chaotic = run.path("optimizer").asText().equals("RMSprop");
        int judged = chaotic ? Math.min(RMSPROP_ITERATIONS, losses.length) : losses.length;
        double[] expected = OptionValues.numbers(run.path("losses64"));
        comparison.check(
                expected.length >= judged,
                "the case has " + expected.length + " losses64 for " + judged + " iterations");
        comparison.check(expected.length > 0, "the case has no losses64");
        double e32 = 0;
        if (run.has("losses32")) {
            double[] inFloat = OptionValues.numbers(run.get("losses32"));
            for (int t = 0; t < Math.min(judged, Math.min(expected.length, inFloat.length)); t++) {
                e32 = Math.max(e32, Math.abs(inFloat[t] - expected[t]));
            }
        } else if (expected.length > 0) {
            e32 = run.path("rel32").path("max_over_first_loss").asDouble() * expected[0];
        }
        comparison.series("loss", Arrays.copyOf(losses, judged), expected, e32);
        if (judged < losses.length) {
            comparison.note("the first " + judged + " of " + losses.length + " iterations are judged");
        }
    }

    /// The error of PyTorch's weights in float32 is not known: a rounding at each iteration may be in them.
    private static void compareWeights(JsonNode run, CaseFile file, Sequential model, Comparison comparison) {
        StateDict weights = model.stateDict();
        int iterations = run.path("iterations").asInt();
        for (Map.Entry<String, JsonNode> weight : run.path("weights_after").properties()) {
            NDArray expected = file.floats(weight.getValue());
            double e32 = Comparison.roundings(iterations, expected);
            comparison.tensor(weight.getKey() + " at the end", weights.array(weight.getKey()), expected, e32);
        }
    }

    private static BinaryOperator<Tensor> loss(String name, String reduction) {
        if (!LOSSES.containsKey(name)) {
            throw new MissingException("loss " + name);
        }
        return LOSSES.get(name).apply("sum".equals(reduction) ? Reduction.SUM : Reduction.MEAN);
    }
}
