package lanewise.samples.conformance.calls;

import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Products of vectors and matrices.
final class ProductCalls {
    private ProductCalls() {}

    static void addTo(CallTable table) {
        table.add("torch.dot(input, other)", a -> a.tensor("input").dot(a.tensor("other")));
        table.add("torch.matmul(input, other)", a -> a.tensor("input").matmul(a.tensor("other")));
        table.add("torch.mm(input, mat2)", a -> a.tensor("input").mm(a.tensor("mat2")));
        table.add("torch.nn.functional.linear(input, weight, bias=None)", ProductCalls::linear);
        table.add("Tensor.__rmatmul__(input, other)", a -> a.tensor("other").matmul(a.tensor("input")));
    }

    private static Tensor linear(Arguments a) {
        return a.has("bias")
                ? Functional.linear(a.tensor("input"), a.tensor("weight"), a.tensor("bias"))
                : Functional.linear(a.tensor("input"), a.tensor("weight"));
    }
}
