package lanewise.samples.conformance;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import lanewise.autograd.Tensor;
import lanewise.engine.io.StateDict;
import lanewise.optim.ASGD;
import lanewise.optim.AdaGrad;
import lanewise.optim.Adadelta;
import lanewise.optim.Adafactor;
import lanewise.optim.Adam;
import lanewise.optim.AdamW;
import lanewise.optim.Adamax;
import lanewise.optim.LBFGS;
import lanewise.optim.Muon;
import lanewise.optim.NAdam;
import lanewise.optim.Optimizer;
import lanewise.optim.OptimizerOptions;
import lanewise.optim.RAdam;
import lanewise.optim.RMSProp;
import lanewise.optim.Rprop;
import lanewise.optim.SGD;
import lanewise.samples.conformance.calls.MissingException;

/// How to make an optimizer of one kind.
///
/// @param defaults its default options
/// @param constructor makes one for some parameters
record OptimizerKind<O extends OptimizerOptions<O>>(
        O defaults, BiFunction<List<? extends Tensor>, O, ? extends Optimizer<O>> constructor) {
    /// The library's optimizers under PyTorch's names.
    private static final Map<String, OptimizerKind<?>> KINDS = Map.ofEntries(
            entry("SGD", new OptimizerKind<>(new SGD.Options(), SGD::new)),
            entry("Adam", new OptimizerKind<>(new Adam.Options(), Adam::new)),
            entry("AdamW", new OptimizerKind<>(new AdamW.Options(), AdamW::new)),
            entry("RMSprop", new OptimizerKind<>(new RMSProp.Options(), RMSProp::new)),
            entry("Adagrad", new OptimizerKind<>(new AdaGrad.Options(), AdaGrad::new)),
            entry("Adadelta", new OptimizerKind<>(new Adadelta.Options(), Adadelta::new)),
            entry("Adamax", new OptimizerKind<>(new Adamax.Options(), Adamax::new)),
            entry("NAdam", new OptimizerKind<>(new NAdam.Options(), NAdam::new)),
            entry("RAdam", new OptimizerKind<>(new RAdam.Options(), RAdam::new)),
            entry("ASGD", new OptimizerKind<>(new ASGD.Options(), ASGD::new)),
            entry("Rprop", new OptimizerKind<>(new Rprop.Options(), Rprop::new)),
            entry("LBFGS", new OptimizerKind<>(new LBFGS.Options(), LBFGS::new)),
            entry("Adafactor", new OptimizerKind<>(new Adafactor.Options(), Adafactor::new)),
            entry("Muon", new OptimizerKind<>(new Muon.Options(), Muon::new)));

    /// The kind of that name.
    ///
    /// @throws MissingException if the library has none
    static OptimizerKind<?> named(String name) {
        OptimizerKind<?> kind = KINDS.get(name);
        if (kind == null) {
            throw new MissingException("optimizer " + name);
        }
        return kind;
    }

    /// An optimizer with the options of a case, and with one group of parameters, or those of the case's `groups`.
    Optimizer<O> build(JsonNode run, List<? extends Tensor> parameters) {
        O options = options(defaults, run.path("options"), "");
        if (!run.path("groups").isArray()) {
            return constructor.apply(parameters, options);
        }
        Optimizer<O> optimizer = null;
        for (JsonNode group : run.get("groups")) {
            String indices = indices(group, options.toStateDict());
            List<Tensor> members = new ArrayList<>();
            group.path(indices).forEach(index -> members.add(parameters.get(index.asInt())));
            O own = options(options, group, indices);
            if (optimizer == null) {
                optimizer = constructor.apply(members, own);
            } else {
                optimizer.addParamGroup(members, own);
            }
        }
        return optimizer;
    }

    /// The name under which a group has the indices of its parameters: that of the list that is no option.
    private static String indices(JsonNode group, StateDict known) {
        return group.properties().stream()
                .filter(field -> field.getValue().isArray() && !known.has(field.getKey()))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("a group has no list of parameters: " + group));
    }

    private static <O extends OptimizerOptions<O>> O options(O base, JsonNode json, String except) {
        return base.withStateDict(OptionValues.read(json, base.toStateDict(), except));
    }
}
