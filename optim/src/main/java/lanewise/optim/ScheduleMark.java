package lanewise.optim;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import lanewise.engine.io.StateDict;

/// The numbers that learning-rate schedulers keep with a [ParamGroup], where PyTorch keeps them too. So they are
/// saved and loaded with the optimizer, each under its name in small letters.
public enum ScheduleMark {
    /// The learning rate before any scheduler changed it; one that resumes needs it.
    INITIAL_LR,
    /// The largest learning rate of `OneCycleLR`.
    MAX_LR,
    /// The learning rate at the end of `OneCycleLR`.
    MIN_LR,
    /// The smallest momentum of `OneCycleLR`.
    BASE_MOMENTUM,
    /// The largest momentum of `OneCycleLR`.
    MAX_MOMENTUM,
    /// The learning rate at which `SWALR` ends.
    SWA_LR;

    private final String key = name().toLowerCase(Locale.ROOT);

    /// PyTorch's name, as `initial_lr`.
    public String key() {
        return key;
    }

    /// Those that a saved group of parameters has.
    static Map<ScheduleMark, Double> of(StateDict group) {
        Map<ScheduleMark, Double> marks = new EnumMap<>(ScheduleMark.class);
        for (ScheduleMark mark : values()) {
            if (group.has(mark.key)) {
                double value = group.number(mark.key);
                OptionChecks.finite("ParamGroup", mark.key, value);
                marks.put(mark, value);
            }
        }
        return marks;
    }
}
