package lanewise.optim.lr;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import lanewise.optim.Optimizer;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Runs, with their learning rates and momentums by PyTorch, in double.
class SchedulerOracleTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "oracle", "schedulers");

    static Stream<Named<JsonNode>> cases() throws IOException {
        return Stream.concat(cases("schedulers.json"), cases("more.json"));
    }

    private static Stream<Named<JsonNode>> cases(String file) throws IOException {
        JsonNode content = new ObjectMapper().readTree(FOLDER.resolve(file).toFile());
        return StreamSupport.stream(content.get("cases").spliterator(), false)
                .map(one -> Named.of(one.get("id").asText(), one));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void followsPyTorch(JsonNode run) {
        double[] initial = numbers(run.get("initial_lrs"));
        boolean isAdam = run.get("optimizer").asText().startsWith("Adam");
        Optimizer<?> optimizer = isAdam ? Trial.adam(initial) : Trial.sgd(initial);
        JsonNode options = run.get("options");
        if (run.get("scheduler").asText().equals("ReduceLROnPlateau")) {
            var scheduler = new ReduceLROnPlateau(optimizer, plateau(options));
            follow(run, optimizer, t -> scheduler.step(run.get("metrics").get(t).asDouble()));
        } else {
            LRScheduler scheduler = scheduler(optimizer, run.get("scheduler").asText(), options);
            follow(run, optimizer, _ -> scheduler.step());
        }
    }

    private interface Step {
        void at(int t);
    }

    private static void follow(JsonNode run, Optimizer<?> optimizer, Step step) {
        JsonNode expected = run.get("lrs");
        for (int t = 0; t < expected.size(); t++) {
            if (t > 0) {
                if (run.path("edits").has(Integer.toString(t - 1))) {
                    double factor =
                            run.get("edits").get(Integer.toString(t - 1)).asDouble();
                    optimizer.paramGroups().forEach(group -> group.setLearningRate(factor * group.learningRate()));
                }
                step.at(t - 1);
            }
            checkNear("rates at " + t, Trial.rates(optimizer), numbers(expected.get(t)));
            if (run.has("momentum")) {
                JsonNode momentum = run.get("momentum").get(t);
                double[] momentums = momentum.isArray() ? numbers(momentum) : new double[] {momentum.asDouble()};
                double[] actual = Trial.momentums(optimizer);
                checkNear("momentums at " + t, Arrays.copyOf(actual, momentums.length), momentums);
            }
        }
    }

    private static void checkNear(String what, double[] actual, double[] expected) {
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs(actual[i] - expected[i]))
                    .as("%s: %s, expected %s", what, actual[i], expected[i])
                    .isLessThanOrEqualTo(1e-12 * Math.abs(expected[i]) + 1e-16);
        }
    }

    private static LRScheduler scheduler(Optimizer<?> optimizer, String name, JsonNode o) {
        return switch (name) {
            case "StepLR" -> new StepLR(optimizer, integer(o, "step_size", 0), number(o, "gamma", 0.1));
            case "MultiStepLR" -> new MultiStepLR(optimizer, integers(o.get("milestones")), number(o, "gamma", 0.1));
            case "ConstantLR" -> new ConstantLR(optimizer, number(o, "factor", 1.0 / 3), integer(o, "total_iters", 5));
            case "LinearLR" ->
                new LinearLR(
                        optimizer,
                        number(o, "start_factor", 1.0 / 3),
                        number(o, "end_factor", 1),
                        integer(o, "total_iters", 5));
            case "ExponentialLR" -> new ExponentialLR(optimizer, number(o, "gamma", 0));
            case "PolynomialLR" -> new PolynomialLR(optimizer, integer(o, "total_iters", 5), number(o, "power", 1));
            case "CosineAnnealingLR" ->
                new CosineAnnealingLR(optimizer, integer(o, "T_max", 0), number(o, "eta_min", 0));
            case "CosineAnnealingWarmRestarts" ->
                new CosineAnnealingWarmRestarts(
                        optimizer, integer(o, "T_0", 0), integer(o, "T_mult", 1), number(o, "eta_min", 0));
            case "CyclicLR" -> new CyclicLR(optimizer, cyclic(o));
            case "OneCycleLR" -> new OneCycleLR(optimizer, oneCycle(o));
            case "SWALR" ->
                new SWALR(
                        optimizer,
                        numbers(o.get("swa_lr")),
                        integer(o, "anneal_epochs", 10),
                        AnnealStrategy.valueOf(text(o, "anneal_strategy", "COS")));
            case "ChainedScheduler" -> new ChainedScheduler(schedulers(optimizer, o));
            case "SequentialLR" -> new SequentialLR(optimizer, schedulers(optimizer, o), integers(o.get("milestones")));
            default -> throw new AssertionError(name);
        };
    }

    private static List<LRScheduler> schedulers(Optimizer<?> optimizer, JsonNode options) {
        List<LRScheduler> schedulers = new ArrayList<>();
        for (JsonNode one : options.get("schedulers")) {
            schedulers.add(scheduler(optimizer, one.get(0).asText(), one.get(1)));
        }
        return schedulers;
    }

    private static CyclicLR.Options cyclic(JsonNode o) {
        int up = integer(o, "step_size_up", 2000);
        return new CyclicLR.Options(0, 1)
                .withBaseLr(numbers(o.get("base_lr")))
                .withMaxLr(numbers(o.get("max_lr")))
                .withStepSizes(up, integer(o, "step_size_down", up))
                .withMode(CyclicLR.Mode.valueOf(text(o, "mode", "TRIANGULAR")))
                .withGamma(number(o, "gamma", 1))
                .withCycleMomentum(o.path("cycle_momentum").asBoolean(true))
                .withBaseMomentum(number(o, "base_momentum", 0.8))
                .withMaxMomentum(number(o, "max_momentum", 0.9));
    }

    private static OneCycleLR.Options oneCycle(JsonNode o) {
        int steps = integer(o, "total_steps", integer(o, "epochs", 1) * integer(o, "steps_per_epoch", 1));
        return new OneCycleLR.Options(1, steps)
                .withMaxLr(numbers(o.get("max_lr")))
                .withPctStart(number(o, "pct_start", 0.3))
                .withAnnealStrategy(AnnealStrategy.valueOf(text(o, "anneal_strategy", "COS")))
                .withCycleMomentum(o.path("cycle_momentum").asBoolean(true))
                .withBaseMomentum(number(o, "base_momentum", 0.85))
                .withMaxMomentum(number(o, "max_momentum", 0.95))
                .withDivFactor(number(o, "div_factor", 25))
                .withFinalDivFactor(number(o, "final_div_factor", 1e4))
                .withThreePhase(o.path("three_phase").asBoolean(false));
    }

    private static ReduceLROnPlateau.Options plateau(JsonNode o) {
        ReduceLROnPlateau.Options options = new ReduceLROnPlateau.Options()
                .withMode(ReduceLROnPlateau.Mode.valueOf(text(o, "mode", "MIN")))
                .withFactor(number(o, "factor", 0.1))
                .withPatience(integer(o, "patience", 10))
                .withThreshold(
                        number(o, "threshold", 1e-4),
                        ReduceLROnPlateau.ThresholdMode.valueOf(text(o, "threshold_mode", "REL")))
                .withCooldown(integer(o, "cooldown", 0))
                .withEps(number(o, "eps", 1e-8));
        return o.has("min_lr") ? options.withMinLr(numbers(o.get("min_lr"))) : options;
    }

    private static double number(JsonNode options, String key, double otherwise) {
        return options.path(key).asDouble(otherwise);
    }

    private static int integer(JsonNode options, String key, int otherwise) {
        return options.path(key).asInt(otherwise);
    }

    private static String text(JsonNode options, String key, String otherwise) {
        return options.path(key).asText(otherwise).toUpperCase(Locale.ROOT);
    }

    private static double[] numbers(JsonNode list) {
        return list.isArray()
                ? StreamSupport.stream(list.spliterator(), false)
                        .mapToDouble(JsonNode::asDouble)
                        .toArray()
                : new double[] {list.asDouble()};
    }

    private static int[] integers(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false)
                .mapToInt(JsonNode::asInt)
                .toArray();
    }
}
