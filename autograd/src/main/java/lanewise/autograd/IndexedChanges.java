package lanewise.autograd;

import java.util.List;
import lanewise.engine.op.IndexAdd;
import lanewise.engine.op.IndexCopy;
import lanewise.engine.op.IndexPut;
import lanewise.engine.op.MaskedScatter;
import lanewise.engine.op.Scatter;
import lanewise.engine.op.ScatterAdd;
import lanewise.engine.op.ScatterFill;
import lanewise.engine.op.ScatterReduce;
import lanewise.engine.op.ScatterReduction;
import lanewise.engine.op.Tril;
import lanewise.engine.op.Triu;
import org.jspecify.annotations.Nullable;

/// Elements of a [Tensor] replaced in place, or others added to them: what [Scattering] and [Diagonals] compute,
/// written to the tensor itself, by the rules of [Changes].
sealed interface IndexedChanges permits Tensor {
    /// See [Scattering#scatter(int, LongTensor, Tensor)].
    default Tensor scatter_(int dim, LongTensor index, Tensor source) {
        return InPlaceChange.binary("scatter_", self(), new Scatter(dim, index.array()), source);
    }

    /// See [Scattering#scatter(int, LongTensor, float)].
    default Tensor scatter_(int dim, LongTensor index, float value) {
        return InPlaceChange.unary("scatter_", self(), new ScatterFill(dim, index.array(), value));
    }

    /// See [Scattering#scatterAdd].
    default Tensor scatterAdd_(int dim, LongTensor index, Tensor source) {
        return InPlaceChange.binary("scatterAdd_", self(), new ScatterAdd(dim, index.array()), source);
    }

    /// See [Scattering#scatterReduce].
    default Tensor scatterReduce_(
            int dim, LongTensor index, Tensor source, ScatterReduction reduction, boolean includeSelf) {
        return InPlaceChange.binary(
                "scatterReduce_", self(), new ScatterReduce(dim, index.array(), reduction, includeSelf), source);
    }

    /// See [Scattering#indexAdd(int, LongTensor, Tensor)].
    default Tensor indexAdd_(int dim, LongTensor index, Tensor source) {
        return InPlaceChange.binary("indexAdd_", self(), new IndexAdd(dim, index.array()), source);
    }

    /// See [Scattering#indexAdd(int, LongTensor, Tensor, float)].
    default Tensor indexAdd_(int dim, LongTensor index, Tensor source, float alpha) {
        return indexAdd_(dim, index, alpha == 1f ? source : source.mul(alpha));
    }

    /// See [Scattering#indexCopy].
    default Tensor indexCopy_(int dim, LongTensor index, Tensor source) {
        return InPlaceChange.binary("indexCopy_", self(), new IndexCopy(dim, index.array()), source);
    }

    /// See [Scattering#indexFill(int, LongTensor, float)].
    default Tensor indexFill_(int dim, LongTensor index, float value) {
        return self().maskedFill_(Slices.mask(self().shape(), dim, index), value);
    }

    /// See [Scattering#indexPut(List, Tensor, boolean)].
    default Tensor indexPut_(List<@Nullable LongTensor> indices, Tensor values, boolean accumulate) {
        return InPlaceChange.binary(
                "indexPut_", self(), new IndexPut(Slices.places(self().shape(), indices), accumulate), values);
    }

    /// See [Scattering#maskedScatter]; the mask must broadcast to this tensor.
    default Tensor maskedScatter_(BoolTensor mask, Tensor source) {
        return InPlaceChange.binary("maskedScatter_", self(), new MaskedScatter(mask.array()), source);
    }

    /// See [Diagonals#tril(int)].
    default Tensor tril_(int diagonal) {
        return InPlaceChange.unary("tril_", self(), new Tril(diagonal));
    }

    /// See [Diagonals#triu(int)].
    default Tensor triu_(int diagonal) {
        return InPlaceChange.unary("triu_", self(), new Triu(diagonal));
    }

    private Tensor self() {
        return (Tensor) this;
    }
}
