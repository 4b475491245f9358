package lanewise.samples.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import lanewise.autograd.Tensor;
import lanewise.optim.MomentumOptions;
import lanewise.optim.Optimizer;
import lanewise.optim.OptimizerOptions;
import lanewise.optim.ParamGroup;
import lanewise.optim.lr.LRScheduler;
import lanewise.optim.lr.ReduceLROnPlateau;

/// Learning rates, and momentums, after the construction of a scheduler and after each of its steps. PyTorch
/// computes them in double, as the library does, so they have no ratio.
final class SchedulerCases implements CaseGroup {
    /// Relative to the expected value, with the largest as a floor for what cancels.
    private static final double ALLOWED = 1e-9;

    private static final double CANCELLED = 1e-14;
    /// Options that may stand beside the others.
    private static final List<String> BESIDE = List.of(
            "schedulers",
            "milestones",
            "lr_lambda",
            "lr_lambdas",
            "lambda",
            "lambdas",
            "formula",
            "formulas",
            "scale_fn");

    private static final Pattern OPTIMIZER = Pattern.compile("(\\w+)(?:\\((.*)\\))?");
    private static final Pattern OPTION = Pattern.compile("(\\w+)\\s*=\\s*(\\([^)]*\\)|[^,()]+)");

    @Override
    public String folder() {
        return "schedulers";
    }

    @Override
    public void run(JsonNode run, CaseFile file, Comparison comparison) {
        String name = run.path("scheduler").asText();
        Optimizer<?> optimizer = optimizer(run);
        if (name.equals("ReduceLROnPlateau")) {
            ReduceLROnPlateau scheduler = SchedulerKind.plateau(optimizer, options(run));
            follow(
                    run,
                    optimizer,
                    k -> scheduler.step(OptionValues.number(run.path("metrics").get(k))),
                    comparison);
        } else {
            LRScheduler scheduler = SchedulerKind.build(name, optimizer, options(run));
            follow(run, optimizer, _ -> scheduler.step(), comparison);
        }
    }

    private interface Step {
        void run(int k);
    }

    private static void follow(JsonNode run, Optimizer<?> optimizer, Step step, Comparison comparison) {
        JsonNode rates = run.path("lrs");
        comparison.check(!rates.isEmpty(), "the case has no lrs");
        JsonNode momentums = run.path("momentum");
        for (int k = 0; k < rates.size(); k++) {
            if (k > 0) {
                optimizer.step();
                step.run(k - 1);
            }
            compare("lr at " + k, optimizer, ParamGroup::learningRate, rates.get(k), comparison);
            if (momentums.has(k)) {
                compare("momentum at " + k, optimizer, SchedulerCases::momentum, momentums.get(k), comparison);
            }
        }
    }

    private interface Value {
        double of(ParamGroup<?> group);
    }

    private static void compare(
            String what, Optimizer<?> optimizer, Value value, JsonNode json, Comparison comparison) {
        double[] expected = OptionValues.numbers(json);
        double largest = 0;
        for (double number : expected) {
            largest = Math.max(largest, Math.abs(number));
        }
        List<? extends ParamGroup<?>> groups = optimizer.paramGroups();
        // A single number stands for the first group.
        comparison.check(
                !json.isArray() || expected.length == groups.size(),
                what + ": the case has " + expected.length + " values for " + groups.size() + " groups");
        for (int g = 0; g < Math.min(expected.length, groups.size()); g++) {
            double allowed = ALLOWED * Math.abs(expected[g]) + CANCELLED * Math.max(largest, 1e-2);
            comparison.number(what + ", group " + g, value.of(groups.get(g)), expected[g], allowed);
        }
    }

    private static double momentum(ParamGroup<?> group) {
        OptimizerOptions<?> options = group.options();
        if (options instanceof MomentumOptions<?> momentum) {
            return momentum.momentum();
        }
        throw new IllegalArgumentException("the optimizer has no momentum");
    }

    /// The options, and what belongs to them if it stands beside them.
    private static JsonNode options(JsonNode run) {
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        run.path("options").properties().forEach(option -> options.set(option.getKey(), option.getValue()));
        for (String name : BESIDE) {
            if (run.has(name)) {
                options.set(name, run.get(name));
            }
        }
        return options;
    }

    /// An optimizer as `SGD(momentum=0.9)`, with one group for each initial learning rate.
    private static Optimizer<?> optimizer(JsonNode run) {
        Matcher text = OPTIMIZER.matcher(run.path("optimizer").asText());
        if (!text.matches()) {
            throw new IllegalArgumentException("the optimizer is " + run.path("optimizer"));
        }
        double[] rates = OptionValues.numbers(run.path("initial_lrs"));
        ObjectNode description = JsonNodeFactory.instance.objectNode();
        ObjectNode options = description.putObject("options");
        Matcher option = OPTION.matcher(text.group(2) == null ? "" : text.group(2));
        while (option.find()) {
            put(options, option.group(1), option.group(2).strip());
        }
        List<Tensor> parameters = new ArrayList<>();
        IntStream.range(0, rates.length).forEach(i -> {
            parameters.add(Tensor.zeros(1).requiresGrad_(true));
            description
                    .withArray("groups")
                    .addObject()
                    .put("lr", rates[i])
                    .putArray("params")
                    .add(i);
        });
        return OptimizerKind.named(text.group(1)).build(description, parameters);
    }

    private static void put(ObjectNode options, String name, String value) {
        switch (value) {
            case "True" -> options.put(name, true);
            case "False" -> options.put(name, false);
            case "None" -> options.putNull(name);
            default -> {
                if (value.startsWith("(")) {
                    for (String number : value.substring(1, value.length() - 1).split(",")) {
                        options.withArray(name).add(Double.parseDouble(number));
                    }
                } else {
                    options.put(name, Double.parseDouble(value));
                }
            }
        }
    }
}
