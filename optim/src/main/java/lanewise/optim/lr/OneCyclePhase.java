package lanewise.optim.lr;

import static lanewise.optim.ScheduleMark.BASE_MOMENTUM;
import static lanewise.optim.ScheduleMark.INITIAL_LR;
import static lanewise.optim.ScheduleMark.MAX_LR;
import static lanewise.optim.ScheduleMark.MAX_MOMENTUM;
import static lanewise.optim.ScheduleMark.MIN_LR;

import java.util.List;
import lanewise.engine.io.StateDict;
import lanewise.optim.ScheduleMark;

/// A phase of [OneCycleLR]: the way from one mark of the group to another.
///
/// @param endStep where it ends; it begins where the one before ends
record OneCyclePhase(
        double endStep,
        ScheduleMark startLr,
        ScheduleMark endLr,
        ScheduleMark startMomentum,
        ScheduleMark endMomentum) {
    /// Those of a hill of `steps` steps, of which the part `rising` rises: two, or three.
    static List<OneCyclePhase> all(double rising, int steps, boolean three) {
        double top = rising * steps - 1;
        double end = steps - 1.0;
        OneCyclePhase rise = new OneCyclePhase(top, INITIAL_LR, MAX_LR, MAX_MOMENTUM, BASE_MOMENTUM);
        if (!three) {
            return List.of(rise, new OneCyclePhase(end, MAX_LR, MIN_LR, BASE_MOMENTUM, MAX_MOMENTUM));
        }
        return List.of(
                rise,
                new OneCyclePhase(2 * rising * steps - 2, MAX_LR, INITIAL_LR, BASE_MOMENTUM, MAX_MOMENTUM),
                new OneCyclePhase(end, INITIAL_LR, MIN_LR, MAX_MOMENTUM, MAX_MOMENTUM));
    }

    StateDict toStateDict() {
        return new StateDict()
                .put("end_step", endStep)
                .put("start_lr", startLr.key())
                .put("end_lr", endLr.key())
                .put("start_momentum", startMomentum.key())
                .put("end_momentum", endMomentum.key());
    }

    static OneCyclePhase ofSaved(SavedState state) {
        return new OneCyclePhase(
                state.number("end_step"),
                state.choice("start_lr", ScheduleMark.class),
                state.choice("end_lr", ScheduleMark.class),
                state.choice("start_momentum", ScheduleMark.class),
                state.choice("end_momentum", ScheduleMark.class));
    }
}
