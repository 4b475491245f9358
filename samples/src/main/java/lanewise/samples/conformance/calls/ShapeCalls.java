package lanewise.samples.conformance.calls;

import java.util.Arrays;
import lanewise.autograd.AnyTensor;
import lanewise.autograd.BoolTensor;
import lanewise.autograd.LongTensor;
import lanewise.autograd.Tensor;
import lanewise.engine.op.PatchOptions;
import lanewise.nn.functional.Functional;

/// Other shapes, parts and arrangements of tensors, and new ones.
final class ShapeCalls {
    private ShapeCalls() {}

    static void addTo(CallTable table) {
        addShapes(table);
        addParts(table);
        addArrangements(table);
        addCreated(table);
    }

    private static void addShapes(CallTable table) {
        table.add("torch.broadcast_to(input, size)", a -> a.any("input").expand(a.integers("size")));
        table.add("Tensor.expand(input, *size)", ShapeCalls::expand);
        table.add("Tensor.expand_as(input, other)", a -> a.any("input").expandAs(a.any("other")));
        table.add(
                "torch.flatten(input, start_dim=0, end_dim=-1)",
                a -> a.any("input").flatten(a.integer("start_dim"), a.integer("end_dim")));
        table.add("Tensor.mT(input)", a -> a.any("input").mT());
        table.add(
                "torch.movedim(input, source, destination)",
                a -> a.any("input").movedim(a.integers("source"), a.integers("destination")));
        table.add("torch.permute(input, dims)", a -> a.any("input").permute(a.integers("dims")));
        table.add("torch.ravel(input)", a -> a.any("input").ravel());
        table.add("torch.reshape(input, shape)", ShapeCalls::reshape);
        table.add("Tensor.reshape_as(input, other)", a -> a.any("input").reshapeAs(a.any("other")));
        table.add("torch.squeeze(input, dim=None)", a -> a.any("input").squeeze(a.integers("dim")));
        table.add(
                "Tensor.sum_to_size(input, *size)",
                a -> a.isLongs("input")
                        ? a.longs("input").sumToSize(a.integers("size"))
                        : a.tensor("input").sumToSize(a.integers("size")));
        table.add("Tensor.T(input)", a -> a.any("input").T());
        table.add("Tensor.t(input)", a -> a.any("input").t());
        table.add("torch.t(input)", a -> a.any("input").t());
        table.add("torch.transpose(input, dim0, dim1)", ShapeCalls::transpose);
        table.add(
                "torch.unflatten(input, dim, sizes)",
                a -> a.any("input").unflatten(a.integer("dim"), a.integers("sizes")));
        table.add("torch.unsqueeze(input, dim)", a -> a.any("input").unsqueeze(a.integer("dim")));
        table.add("Tensor.view(input, *shape)", a -> a.any("input").view(a.integers("shape")));
        table.add("Tensor.view_as(input, other)", a -> a.any("input").viewAs(a.any("other")));
    }

    private static void addParts(CallTable table) {
        table.add(
                "torch.chunk(input, chunks, dim=0)", a -> a.any("input").chunk(a.integer("chunks"), a.integer("dim")));
        table.add(
                "torch.dsplit(input, indices_or_sections)",
                a -> a.isInteger("indices_or_sections")
                        ? a.any("input").dsplit(a.integer("indices_or_sections"))
                        : a.any("input").dsplit(a.integers("indices_or_sections")));
        table.add(
                "torch.hsplit(input, indices_or_sections)",
                a -> a.isInteger("indices_or_sections")
                        ? a.any("input").hsplit(a.integer("indices_or_sections"))
                        : a.any("input").hsplit(a.integers("indices_or_sections")));
        table.add(
                "torch.vsplit(input, indices_or_sections)",
                a -> a.isInteger("indices_or_sections")
                        ? a.any("input").vsplit(a.integer("indices_or_sections"))
                        : a.any("input").vsplit(a.integers("indices_or_sections")));
        table.add("torch.narrow(input, dim, start, length)", ShapeCalls::narrow);
        table.add("torch.select(input, dim, index)", a -> a.any("input").select(a.integer("dim"), a.integer("index")));
        table.add("aten.slice(input, dim=0, start=None, end=None, step=1)", ShapeCalls::slice);
        table.add(
                "torch.split(input, split_size_or_sections, dim=0)",
                a -> a.isInteger("split_size_or_sections")
                        ? a.any("input").split(a.integer("split_size_or_sections"), a.integer("dim"))
                        : a.any("input").split(a.integers("split_size_or_sections"), a.integer("dim")));
        table.add(
                "torch.split_with_sizes(input, split_sizes, dim=0)",
                a -> a.any("input").splitWithSizes(a.integers("split_sizes"), a.integer("dim")));
        table.add("torch.tensor_split(input, indices_or_sections, dim=0)", ShapeCalls::tensorSplit);
        table.add("torch.unbind(input, dim=0)", a -> a.any("input").unbind(a.integer("dim")));
        table.add(
                "Tensor.unfold(input, dimension, size, step)",
                a -> a.any("input").unfold(a.integer("dimension"), a.integer("size"), a.integer("step")));
        table.add(
                "torch.nn.functional.unfold(input, kernel_size, dilation=1, padding=0, stride=1)",
                a -> Functional.unfold(a.tensor("input"), patches(a)));
        table.add(
                "torch.nn.functional.fold(input, output_size, kernel_size, dilation=1, padding=0, stride=1)",
                a -> Functional.fold(
                        a.tensor("input"),
                        a.integers("output_size", 2)[0],
                        a.integers("output_size", 2)[1],
                        patches(a)));
        table.add(
                "torch.diagonal(input, offset=0, dim1=0, dim2=1)",
                a -> a.any("input").diagonal(a.integer("offset"), a.integer("dim1"), a.integer("dim2")));
        table.add("torch.tril(input, diagonal=0)", a -> a.any("input").tril(a.integer("diagonal")));
        table.add("torch.triu(input, diagonal=0)", a -> a.any("input").triu(a.integer("diagonal")));
    }

    private static void addArrangements(CallTable table) {
        table.add("torch.nn.functional.pad(input, pad, mode='constant', value=None)", ShapeCalls::pad);
        table.add("torch.constant_pad_nd(input, pad, value=0)", ShapeCalls::constantPad);
        table.add("torch.diag(input, diagonal=0)", a -> a.any("input").diag(a.integer("diagonal")));
        table.add(
                "torch.diag_embed(input, offset=0, dim1=-2, dim2=-1)",
                a -> a.any("input").diagEmbed(a.integer("offset"), a.integer("dim1"), a.integer("dim2")));
        table.add("torch.diagflat(input, offset=0)", a -> a.any("input").diagflat(a.integer("offset")));
        table.add("torch.diagonal_scatter(input, src, offset=0, dim1=0, dim2=1)", a -> {
            if (a.isLongs("input")) {
                return a.longs("input")
                        .diagonalScatter(a.longs("src"), a.integer("offset"), a.integer("dim1"), a.integer("dim2"));
            }
            return a.isBools("input")
                    ? a.bools("input")
                            .diagonalScatter(a.bools("src"), a.integer("offset"), a.integer("dim1"), a.integer("dim2"))
                    : a.tensor("input")
                            .diagonalScatter(
                                    a.tensor("src"), a.integer("offset"), a.integer("dim1"), a.integer("dim2"));
        });
        table.add("torch.flip(input, *dims)", a -> a.any("input").flip(a.integers("dims")));
        table.add("torch.fliplr(input)", a -> a.any("input").fliplr());
        table.add("torch.flipud(input)", a -> a.any("input").flipud());
        table.add("Tensor.repeat(input, *sizes)", a -> a.any("input").repeat(a.integers("sizes")));
        table.add("torch.repeat_interleave(input, repeats, dim=None, output_size=None)", ShapeCalls::repeatInterleave);
        table.add("torch.roll(input, shifts, dims=None)", ShapeCalls::roll);
        table.add("torch.rot90(input, k=1, dims=[0, 1])", ShapeCalls::rot90);
        table.add("torch.select_scatter(input, src, dim, index)", a -> {
            if (a.isLongs("input")) {
                return a.longs("input").selectScatter(a.longs("src"), a.integer("dim"), a.integer("index"));
            }
            return a.isBools("input")
                    ? a.bools("input").selectScatter(a.bools("src"), a.integer("dim"), a.integer("index"))
                    : a.tensor("input").selectScatter(a.tensor("src"), a.integer("dim"), a.integer("index"));
        });
        table.add("torch.slice_scatter(input, src, dim=0, start=None, end=None, step=1)", a -> {
            if (a.isLongs("input")) {
                return a.longs("input")
                        .sliceScatter(a.longs("src"), a.integer("dim"), start(a), end(a), a.integer("step"));
            }
            return a.isBools("input")
                    ? a.bools("input")
                            .sliceScatter(a.bools("src"), a.integer("dim"), start(a), end(a), a.integer("step"))
                    : a.tensor("input")
                            .sliceScatter(a.tensor("src"), a.integer("dim"), start(a), end(a), a.integer("step"));
        });
        table.add("torch.tile(input, *dims)", a -> a.any("input").tile(a.integers("dims")));
    }

    private static void addCreated(CallTable table) {
        table.add("torch.arange(start, end=None, step=1, dtype=None)", ShapeCalls::arange);
        table.add("torch.eye(n, m=None, dtype=None, requires_grad=False)", ShapeCalls::eye);
        table.add("torch.linspace(start, end, steps, dtype=None)", ShapeCalls::linspace);
        table.add("torch.ones(*size, dtype=None)", ShapeCalls::ones);
        table.add(
                "torch.tril_indices(row, col, offset=0, dtype=None)",
                a -> longOnly(a, LongTensor.trilIndices(a.integer("row"), a.integer("col"), a.integer("offset"))));
        table.add(
                "torch.triu_indices(row, col, offset=0, dtype=None)",
                a -> longOnly(a, LongTensor.triuIndices(a.integer("row"), a.integer("col"), a.integer("offset"))));
        table.add("torch.zeros(*size, dtype=None)", ShapeCalls::zeros);
    }

    private static Object expand(Arguments a) {
        return a.any("input").expand(a.integers("size"));
    }

    private static Object transpose(Arguments a) {
        return a.any("input").transpose(a.integer("dim0"), a.integer("dim1"));
    }

    private static Object eye(Arguments a) {
        int rows = a.integer("n");
        int columns = a.has("m") ? a.integer("m") : rows;
        return switch (type(a)) {
            case "int64" -> LongTensor.eye(rows, columns);
            case "bool" -> LongTensor.eye(rows, columns).toBool();
            default -> Tensor.eye(rows, columns).requiresGrad_(a.flag("requires_grad"));
        };
    }

    private static Object linspace(Arguments a) {
        Tensor numbers = Tensor.linspace(a.number("start"), a.number("end"), a.integer("steps"));
        return type(a).equals("int64") ? numbers.toLong() : numbers;
    }

    private static Object zeros(Arguments a) {
        int[] sizes = a.integers("size");
        return switch (type(a)) {
            case "int64" -> LongTensor.zeros(sizes);
            case "bool" -> BoolTensor.zeros(sizes);
            default -> Tensor.zeros(sizes);
        };
    }

    private static Object ones(Arguments a) {
        int[] sizes = a.integers("size");
        return switch (type(a)) {
            case "int64" -> LongTensor.ones(sizes);
            case "bool" -> BoolTensor.ones(sizes);
            default -> Tensor.ones(sizes);
        };
    }

    /// The type that is wanted; float32 if none is.
    private static String type(Arguments a) {
        TypeName type = a.type("dtype");
        return type == null ? TypeName.FLOAT32.text() : type.text();
    }

    private static LongTensor longOnly(Arguments a, LongTensor result) {
        TypeName type = a.type("dtype");
        if (type != null && !TypeName.INT64.equals(type)) {
            throw new MissingException("indices of type " + type.text());
        }
        return result;
    }

    private static PatchOptions patches(Arguments a) {
        int[] kernel = a.integers("kernel_size", 2);
        int[] dilation = a.integers("dilation", 2);
        int[] padding = a.integers("padding", 2);
        int[] stride = a.integers("stride", 2);
        return new PatchOptions(
                kernel[0], kernel[1], dilation[0], dilation[1], padding[0], padding[1], stride[0], stride[1]);
    }

    private static Object constantPad(Arguments a) {
        int[] padding = a.integers("pad");
        if (a.isLongs("input")) {
            return Functional.constantPad(
                    a.longs("input"),
                    a.isInteger("value") ? a.longInteger("value") : (long) a.number("value"),
                    padding);
        }
        if (a.isBools("input")) {
            return Functional.constantPad(a.bools("input"), isTrue(a, "value"), padding);
        }
        return Functional.constantPad(a.tensor("input"), a.single("value"), padding);
    }

    private static boolean isTrue(Arguments a, String name) {
        return a.isFlag(name) ? a.flag(name) : a.number(name) != 0;
    }

    private static Object pad(Arguments a) {
        int[] padding = a.integers("pad");
        if (a.isLongs("input")) {
            return a.text("mode").equals("constant")
                    ? Functional.constantPad(a.longs("input"), a.has("value") ? (long) a.number("value") : 0, padding)
                    : pad(a, a.longs("input"), padding);
        }
        if (a.isBools("input")) {
            return a.text("mode").equals("constant")
                    ? Functional.constantPad(a.bools("input"), a.has("value") && isTrue(a, "value"), padding)
                    : pad(a, a.bools("input"), padding);
        }
        return a.text("mode").equals("constant")
                ? Functional.constantPad(a.tensor("input"), a.has("value") ? a.single("value") : 0f, padding)
                : pad(a, a.tensor("input"), padding);
    }

    private static <T extends AnyTensor<T>> T pad(Arguments a, T input, int... padding) {
        return switch (a.text("mode")) {
            case "reflect" -> Functional.reflectionPad(input, padding);
            case "replicate" -> Functional.replicationPad(input, padding);
            case "circular" -> Functional.circularPad(input, padding);
            default -> throw new NotExpressibleException("padding of mode " + a.text("mode"));
        };
    }

    private static Object tensorSplit(Arguments a) {
        AnyTensor<?> input = a.any("input");
        int dim = a.integer("dim");
        String parts = "indices_or_sections";
        if (a.isLongs(parts) && a.longs(parts).rank() == 1) {
            int[] indices = Arrays.stream(a.longs(parts).toArray())
                    .mapToInt(Math::toIntExact)
                    .toArray();
            return input.tensorSplit(indices, dim);
        }
        return a.isList(parts) ? input.tensorSplit(a.integers(parts), dim) : input.tensorSplit(a.integer(parts), dim);
    }

    private static Object repeatInterleave(Arguments a) {
        AnyTensor<?> input = a.any("input");
        if (a.isLongs("repeats")) {
            return a.has("dim")
                    ? input.repeatInterleave(a.longs("repeats"), a.integer("dim"))
                    : input.repeatInterleave(a.longs("repeats"));
        }
        return a.has("dim")
                ? input.repeatInterleave(a.integer("repeats"), a.integer("dim"))
                : input.repeatInterleave(a.integer("repeats"));
    }

    private static Object roll(Arguments a) {
        int[] shifts = a.integers("shifts");
        int[] dims = a.integers("dims");
        return dims.length == 0 && shifts.length == 1
                ? a.any("input").roll(shifts[0])
                : a.any("input").roll(shifts, dims);
    }

    private static Object rot90(Arguments a) {
        int[] dims = a.integers("dims");
        if (dims.length != 2) {
            throw new NotExpressibleException("torch.rot90 in " + dims.length + " dimensions");
        }
        return a.any("input").rot90(a.integer("k"), dims[0], dims[1]);
    }

    /// With one number that is the end; of whole numbers it is one of int64 unless the type says otherwise.
    private static Object arange(Arguments a) {
        boolean whole = a.isInteger("start") && a.isInteger("step") && (!a.has("end") || a.isInteger("end"));
        double start = a.has("end") ? a.number("start") : 0;
        double end = a.has("end") ? a.number("end") : a.number("start");
        TypeName type = a.type("dtype");
        boolean isLong = TypeName.INT64.equals(type) || type == null && whole;
        if (!isLong) {
            return Tensor.arange(start, end, a.number("step"));
        }
        return LongTensor.arange((long) start, (long) end, a.integer("step"));
    }

    private static Object narrow(Arguments a) {
        return a.any("input").narrow(a.integer("dim"), a.integer("start"), a.integer("length"));
    }

    private static Object reshape(Arguments a) {
        return a.any("input").reshape(a.integers("shape"));
    }

    private static Object slice(Arguments a) {
        return a.any("input").slice(a.integer("dim"), start(a), end(a), a.integer("step"));
    }

    private static int start(Arguments a) {
        return a.has("start") ? a.integer("start") : 0;
    }

    private static int end(Arguments a) {
        return a.has("end") ? (int) Math.min(a.longInteger("end"), Integer.MAX_VALUE) : Integer.MAX_VALUE;
    }
}
