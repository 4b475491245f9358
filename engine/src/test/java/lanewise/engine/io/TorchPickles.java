package lanewise.engine.io;

/// Pickles of tensors.
final class TorchPickles {
    private TorchPickles() {}

    /// The pickle of `{"a": a tensor of that many elements, in storage 0}`.
    static byte[] floats(int elements) {
        return RawPickle.begin()
                .tensor("0", elements, 0, new long[] {elements}, new long[] {1})
                .asValue();
    }

    /// A tensor of three elements in an untyped storage.
    static RawPickle untyped(String dtype, long storageBytes) {
        return RawPickle.begin()
                .global("torch._utils", "_rebuild_tensor_v3")
                .op(Opcode.MARK)
                .op(Opcode.MARK)
                .text("storage")
                .global("torch.storage", "UntypedStorage")
                .text("0")
                .text("cpu")
                .number(storageBytes)
                .op(Opcode.TUPLE)
                .op(Opcode.BINPERSID)
                .number(0)
                .numbers(3)
                .numbers(1)
                .op(Opcode.NEWFALSE)
                .op(Opcode.EMPTY_DICT)
                .global("torch", dtype)
                .op(Opcode.TUPLE)
                .op(Opcode.REDUCE);
    }
}
