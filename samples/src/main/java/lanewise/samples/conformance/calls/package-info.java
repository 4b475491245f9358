/// What PyTorch's calls are in Lanewise: a table from its names to calls of the public API, by which cases that
/// name operations, functions and modules are run.
///
/// ### To add an operation
///
/// One line in the class of its kind, in the place of its name: [UnaryCalls], [ActivationCalls], [BinaryCalls],
/// [ReductionCalls], [ProductCalls], [ShapeCalls], [JoiningCalls], [IndexCalls], [LossCalls], [LayerCalls] or
/// [ImageCalls].
///
/// ```java
/// table.add("torch.lerp(input, end, weight)", a -> a.tensor("input").lerp(a.tensor("end"), a.single("weight")));
/// table.add("torch.topk(input, k, dim=-1, largest=True)", a -> a.tensor("input")
///         .topk(a.integer("k"), a.integer("dim"), a.flag("largest")));
/// ```
///
/// The text is the call as PyTorch's documentation writes it: all parameters in its order, with its defaults. A
/// method of `Tensor` has its object as the first one, `Tensor.view(input, *shape)`; the star takes one list or all
/// that is left. The function reads the arguments by name and type (see [Arguments]), where one that is not given
/// has its default, and returns a tensor of any type, a number, a truth value, a list of these, or a record of
/// these (whose components are taken in their order). What mutates its arguments returns what PyTorch's call does.
///
/// What PyTorch takes of tensors of int64 and bool as well reads `a.any("input")` if it only moves elements,
/// `a.longs("input")` if it computes whole numbers, and `a.promoted("input")` if PyTorch computes floats of them,
/// for which a program here says `toFloat()`.
///
/// `-Dsample=Conformance -Dargs="--only topk --calls DIR"` then runs its cases alone.
///
/// * A call that is not in the table is missing, and so is one with an argument that the function does not read,
///   unless it has its default: an option cannot be overlooked.
/// * An argument of a type that the static call does not take, a list for a number say, makes a case *not
///   expressible*, if it is one that must be refused, and otherwise missing.
///
/// ### To add a module
///
/// One line in [ModuleConstructors] or [ImageModules], with the constructor as PyTorch's documentation writes it.
/// What has one tensor in and one out is a `layer`, a loss is a `loss`; for any other the line also says what the
/// call takes:
///
/// ```java
/// table.add("nn.GRUCell(input_size, hidden_size, bias=True)",
///         a -> new GRUCell(a.integer("input_size"), a.integer("hidden_size"), a.flag("bias")),
///         "forward(input, hx=None)",
///         (cell, a) -> cell.call(a.tensor("input"), a.optionalTensor("hx")));
/// ```
package lanewise.samples.conformance.calls;
