package lanewise.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import lanewise.autograd.GradMode;
import lanewise.autograd.Tensor;

/// Computes the running statistics of batch norms anew: PyTorch's `torch.optim.swa_utils.update_bn`, for a model
/// whose parameters are an average that never saw a batch.
public final class BatchNormUpdate {
    private BatchNormUpdate() {}

    /// See [#updateBn(Iterable, Module, Consumer)].
    public static void updateBn(Iterable<Tensor> batches, Layer model) {
        updateBn(batches, model, model::call);
    }

    /// Forgets the running statistics of all batch norms of `model`, and makes them the mean over these batches.
    /// Nothing else changes; a model without batch norms sees no batch.
    ///
    /// @param call computes the model's output for one batch
    public static <B> void updateBn(Iterable<B> batches, Module model, Consumer<? super B> call) {
        List<BatchNorm> norms = new ArrayList<>();
        List<Boolean> modes = new ArrayList<>();
        for (Module part : model.modules()) {
            modes.add(part.isTraining());
            if (part instanceof BatchNorm norm && norm.runningMean() != null) {
                norms.add(norm);
            }
        }
        if (norms.isEmpty()) {
            return;
        }
        try (GradMode _ = GradMode.noGrad()) {
            model.train();
            for (BatchNorm norm : norms) {
                norm.resetRunningStats();
                norm.setCumulative(true);
            }
            for (B batch : batches) {
                call.accept(batch);
            }
        } finally {
            for (BatchNorm norm : norms) {
                norm.setCumulative(false);
            }
            List<Module> parts = model.modules();
            for (int i = 0; i < parts.size(); i++) {
                parts.get(i).train(modes.get(i)); // a module before its own parts, to which it passes its mode on
            }
        }
    }
}
