package lanewise.engine.io;

import java.io.IOException;
import java.nio.file.Path;

/// PyTorch's own files, `.pt` and `.pth`, as `torch.save` writes them since PyTorch 1.6. They are read only; to
/// give a state to Python, [StateDict#save(Path)] writes a file that `safetensors.torch.load_file` reads.
///
/// ```java model.loadStateDict(PyTorchFile.load(Path.of("model.pt"))); // torch.save(model.state_dict(),
/// "model.pt")
///
/// StateDict checkpoint = PyTorchFile.load(Path.of("checkpoint.pt")); // torch.save({"model": model.state_dict(),
/// model.loadStateDict(checkpoint.dict("model")); // "optimizer": optimizer.state_dict(),
/// optimizer.loadStateDict(checkpoint.dict("optimizer")); // "epoch": 3}, "checkpoint.pt") long epoch =
/// checkpoint.integer("epoch");
/// ```
///
/// Such a file is a zip archive of a pickle, which is a program that builds objects, and of the tensors' bytes. The
/// program is run as far as it builds tensors and plain values: the few functions that a state dict needs are
/// carried out here, and nothing that a file names is ever looked up as a class, created or called. So a file from
/// anywhere can be read; the worst that comes of it is a [FileFormatException].
public final class PyTorchFile {
    private PyTorchFile() {}

    /// Reads a whole file, whose outermost value is a dict. Its arrays belong to no workspace. Dicts become states,
    /// their whole numbers as keys texts (`state[0]` of an optimizer is `dict("state").dict("0")`); lists,
    /// tuples and sets become lists, dtypes and devices their names (`torch.float32`, `cuda:0`), numpy's scalars
    /// numbers, bytes what a uint8 tensor of them becomes, and whole numbers beyond 64 bits texts.
    ///
    /// Tensors of float32, int64 and bool are read as they are; float16 and bfloat16 become float32, the other
    /// whole numbers int64; float64 is rounded to float32. Parameters are tensors like others. Tensors that share
    /// memory in Python share it here, as far as they are contiguous; what is not is copied row-major.
    ///
    /// @throws FileFormatException if the file is malformed or truncated, was written before PyTorch 1.6 or by
    ///     TorchScript, or holds anything but tensors and plain values
    /// @throws IOException if it cannot be read at all
    public static StateDict load(Path file) throws IOException {
        try (MappedFile mapped = MappedFile.open(file)) {
            return mapped.read(() -> PyTorchArchive.read(mapped));
        }
    }
}
