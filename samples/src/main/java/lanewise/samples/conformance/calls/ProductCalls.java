package lanewise.samples.conformance.calls;

import java.util.List;
import lanewise.autograd.Linalg;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.nn.functional.Functional;

/// Products of vectors and matrices.
final class ProductCalls {
    private ProductCalls() {}

    static void addTo(CallTable table) {
        table.add(
                "torch.addbmm(input, batch1, batch2, beta=1, alpha=1)",
                a -> a.isLongs("input")
                        ? a.longs("input")
                                .addbmm(
                                        a.longs("batch1"),
                                        a.longs("batch2"),
                                        a.longInteger("beta"),
                                        a.longInteger("alpha"))
                        : a.tensor("input")
                                .addbmm(a.tensor("batch1"), a.tensor("batch2"), a.number("beta"), a.number("alpha")));
        table.add(
                "torch.addmm(input, mat1, mat2, beta=1, alpha=1)",
                a -> a.isLongs("input")
                        ? a.longs("input")
                                .addmm(a.longs("mat1"), a.longs("mat2"), a.longInteger("beta"), a.longInteger("alpha"))
                        : a.tensor("input")
                                .addmm(a.tensor("mat1"), a.tensor("mat2"), a.number("beta"), a.number("alpha")));
        table.add(
                "torch.addmv(input, mat, vec, beta=1, alpha=1)",
                a -> a.isLongs("input")
                        ? a.longs("input")
                                .addmv(a.longs("mat"), a.longs("vec"), a.longInteger("beta"), a.longInteger("alpha"))
                        : a.tensor("input")
                                .addmv(a.tensor("mat"), a.tensor("vec"), a.number("beta"), a.number("alpha")));
        table.add(
                "torch.addr(input, vec1, vec2, beta=1, alpha=1)",
                a -> a.isLongs("input")
                        ? a.longs("input")
                                .addr(a.longs("vec1"), a.longs("vec2"), a.longInteger("beta"), a.longInteger("alpha"))
                        : a.tensor("input")
                                .addr(a.tensor("vec1"), a.tensor("vec2"), a.number("beta"), a.number("alpha")));
        table.add(
                "torch.baddbmm(input, batch1, batch2, beta=1, alpha=1)",
                a -> a.isLongs("input")
                        ? a.longs("input")
                                .baddbmm(
                                        a.longs("batch1"),
                                        a.longs("batch2"),
                                        a.longInteger("beta"),
                                        a.longInteger("alpha"))
                        : a.tensor("input")
                                .baddbmm(a.tensor("batch1"), a.tensor("batch2"), a.number("beta"), a.number("alpha")));
        table.add("torch.bmm(input, mat2)", BinaryCalls.longsOrFloats(LongTensor::bmm, Tensor::bmm, "mat2"));
        table.add(
                "torch.cdist(x1, x2, p=2.0, compute_mode='use_mm_for_euclid_dist_if_necessary')", ProductCalls::cdist);
        table.add(
                "torch.cross(input, other, dim=None)",
                a -> a.has("dim")
                        ? a.tensor("input").cross(a.tensor("other"), a.integer("dim"))
                        : a.tensor("input").cross(a.tensor("other")));
        table.add("torch.dot(input, other)", BinaryCalls.longsOrFloats(LongTensor::dot, Tensor::dot, "other"));
        table.add(
                "torch.einsum(equation, *operands)",
                a -> Tensor.einsum(a.text("equation"), a.tensors("operands").toArray(new Tensor[0])));
        table.add("torch.inner(input, other)", a -> a.tensor("input").inner(a.tensor("other")));
        table.add("torch.kron(input, other)", a -> a.tensor("input").kron(a.tensor("other")));
        table.add("torch.linalg.cholesky(A, *, upper=False)", a -> Linalg.cholesky(a.tensor("A"), a.flag("upper")));
        table.add(
                "torch.linalg.cross(input, other, *, dim=-1)",
                a -> Linalg.cross(a.tensor("input"), a.tensor("other"), a.integer("dim")));
        table.add("torch.linalg.det(A)", a -> Linalg.det(a.tensor("A")));
        table.add("torch.linalg.inv(A)", a -> Linalg.inv(a.tensor("A")));
        table.add("torch.linalg.matrix_power(A, n)", a -> Linalg.matrixPower(a.tensor("A"), a.integer("n")));
        table.add("torch.linalg.multi_dot(tensors)", a -> Linalg.multiDot(a.tensors("tensors")));
        table.add("torch.linalg.slogdet(A)", a -> Linalg.slogdet(a.tensor("A")));
        table.add(
                "torch.linalg.solve(A, B, *, left=True)",
                a -> Linalg.solve(a.tensor("A"), a.tensor("B"), a.flag("left")));
        table.add(
                "torch.linalg.vecdot(x, y, *, dim=-1)",
                a -> Linalg.vecdot(a.tensor("x"), a.tensor("y"), a.integer("dim")));
        table.add("torch.matmul(input, other)", BinaryCalls.longsOrFloats(LongTensor::matmul, Tensor::matmul, "other"));
        table.add("torch.mm(input, mat2)", BinaryCalls.longsOrFloats(LongTensor::mm, Tensor::mm, "mat2"));
        table.add("torch.mv(input, vec)", BinaryCalls.longsOrFloats(LongTensor::mv, Tensor::mv, "vec"));
        table.add(
                "torch.nn.functional.bilinear(input1, input2, weight, bias=None)",
                a -> Functional.bilinear(
                        a.tensor("input1"), a.tensor("input2"), a.tensor("weight"), a.optionalTensor("bias")));
        table.add("torch.nn.functional.linear(input, weight, bias=None)", ProductCalls::linear);
        table.add("torch.outer(input, vec2)", BinaryCalls.longsOrFloats(LongTensor::outer, Tensor::outer, "vec2"));
        table.add("torch.tensordot(a, b, dims=2)", ProductCalls::tensordot);
        table.add(
                "Tensor.__rmatmul__(input, other)",
                BinaryCalls.longsOrFloats((x, y) -> y.matmul(x), (x, y) -> y.matmul(x), "other"));
    }

    /// Here all ways to compute it are one.
    private static Tensor cdist(Arguments a) {
        if (!a.text("compute_mode").contains("euclid_dist")) {
            throw new NotExpressibleException("cdist with compute_mode=" + a.text("compute_mode"));
        }
        return a.tensor("x1").cdist(a.tensor("x2"), a.number("p"));
    }

    private static Tensor linear(Arguments a) {
        return a.has("bias")
                ? Functional.linear(a.tensor("input"), a.tensor("weight"), a.tensor("bias"))
                : Functional.linear(a.tensor("input"), a.tensor("weight"));
    }

    private static Tensor tensordot(Arguments a) {
        if (!a.isList("dims")) {
            return a.tensor("a").tensordot(a.tensor("b"), a.integer("dims"));
        }
        List<int[]> pair = a.integerLists("dims");
        return a.tensor("a").tensordot(a.tensor("b"), pair.get(0), pair.get(1));
    }
}
